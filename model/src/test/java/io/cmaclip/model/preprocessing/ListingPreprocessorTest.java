package io.cmaclip.model.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.text.TinyTokenizer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListingPreprocessorTest {
  private static final byte[] BROKEN = {1, 2, 3};

  private ListingPreprocessor preprocessor;

  @BeforeEach
  void open() throws IOException {
    preprocessor = ListingPreprocessor.of(Architecture.preset("paper"), TinyTokenizer.json());
  }

  @AfterEach
  void close() {
    preprocessor.close();
  }

  @Test
  void preparesPixelsAndTokens() throws IOException {
    Prepared prepared = preprocessor.prepare("red", List.of(image(0xFF8040)));
    assertThat(prepared.image()).isEqualTo(ModalityStatus.USED);
    assertThat(prepared.text()).isEqualTo(ModalityStatus.USED);
    assertThat(prepared.imageIndex()).isZero();
    byte[] pixels = prepared.listing().pixels();
    assertThat(pixels).hasSize(3 * 224 * 224);
    assertThat(List.of(pixels[0] & 0xFF, pixels[224 * 224] & 0xFF, pixels[2 * 224 * 224] & 0xFF))
        .containsExactly(0xFF, 0x80, 0x40);
    assertThat(prepared.listing().tokens())
        .containsExactly(TinyTokenizer.START, TinyTokenizer.RED, TinyTokenizer.END);
  }

  @Test
  void usesTheFirstReadableImage() throws IOException {
    Prepared prepared =
        preprocessor.prepare("red", Arrays.asList(null, BROKEN, image(0x010203), image(0)));
    assertThat(prepared.image()).isEqualTo(ModalityStatus.USED);
    assertThat(prepared.imageIndex()).isEqualTo(2);
    assertThat(prepared.imageProblem()).isNull();
    assertThat(prepared.listing().pixels()[0]).isEqualTo((byte) 1);
  }

  @Test
  void keepsTheTitleOfAListingWithAnUnreadableImage() {
    Prepared prepared = preprocessor.prepare("red", List.of(BROKEN));
    assertThat(prepared.image()).isEqualTo(ModalityStatus.UNREADABLE);
    assertThat(prepared.imageProblem()).isEqualTo("neither JPEG, PNG, GIF, WebP nor BMP");
    assertThat(prepared.imageIndex()).isEqualTo(Prepared.NO_IMAGE);
    assertThat(prepared.listing().hasImage()).isFalse();
    assertThat(prepared.listing().hasText()).isTrue();
  }

  @Test
  void keepsTheImageOfAListingWithABlankTitle() throws IOException {
    Prepared prepared = preprocessor.prepare(" \t", List.of(image(0)));
    assertThat(prepared.text()).isEqualTo(ModalityStatus.MISSING);
    assertThat(prepared.listing().tokens()).isNull();
    assertThat(prepared.listing().hasImage()).isTrue();
  }

  @Test
  void preparesNothingWithoutTitleAndImage() {
    Prepared none = preprocessor.prepare(null, List.of());
    assertThat(none.listing()).isNull();
    assertThat(none.image()).isEqualTo(ModalityStatus.MISSING);
    Prepared broken = preprocessor.prepare("", List.of(BROKEN));
    assertThat(broken.listing()).isNull();
    assertThat(broken.image()).isEqualTo(ModalityStatus.UNREADABLE);
  }

  private static byte[] image(int colour) throws IOException {
    BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 600; i++) {
      image.setRGB(i % 30, i / 30, colour);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
