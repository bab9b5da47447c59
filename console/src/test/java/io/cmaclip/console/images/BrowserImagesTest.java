package io.cmaclip.console.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.image.ImageLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BrowserImagesTest {
  private final BrowserImages images = new BrowserImages(ImageLimits.ofPixels(10_000_000));

  @Test
  void smallImageStaysAsItIs() throws Exception {
    byte[] file = image(640, 480, "png");
    assertThat(images.of(file)).isEqualTo(new ImageFile(file, "image/png"));
  }

  @Test
  void largeImageIsReducedInProportion() throws Exception {
    ImageFile reduced = images.of(image(3_000, 1_500, "png"));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(reduced.bytes()));
    assertThat(reduced.type()).isEqualTo("image/jpeg");
    assertThat(decoded.getWidth()).isEqualTo(2_000);
    assertThat(decoded.getHeight()).isEqualTo(1_000);
  }

  @Test
  void refusesWhatIsNoImageWithinTheLimits() {
    byte[] text = "<svg onload=alert(1)>".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> images.of(text)).hasMessageContaining("the image is unreadable");
    assertThatThrownBy(() -> images.of(image(4_000, 3_000, "png")))
        .hasMessageContaining("the limits are");
  }

  private static byte[] image(int width, int height, String format) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }
}
