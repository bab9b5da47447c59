package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, true);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void losslessFormatsKeepEveryLevel(String format) throws Exception {
    BufferedImage drawn = Images.circles(61, 37, BufferedImage.TYPE_INT_RGB, 1);
    RgbImage image = decoder.decode(Images.encoded(drawn, format));
    assertThat(image.width()).isEqualTo(61);
    assertThat(image.height()).isEqualTo(37);
    assertThat(image.levels()).isEqualTo(Images.levels(drawn));
  }

  @Test
  void aGifKeepsItsPalette() throws Exception {
    BufferedImage drawn = Images.circles(40, 30, BufferedImage.TYPE_BYTE_INDEXED, 2);
    RgbImage image = decoder.decode(Images.encoded(drawn, "gif"));
    assertThat(image.levels()).isEqualTo(Images.levels(drawn));
  }

  @Test
  void grayIsNotTakenForLinearLight() throws Exception {
    BufferedImage gray = new BufferedImage(256, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      for (int y = 0; y < 8; y++) {
        gray.getRaster().setSample(x, y, 0, x);
      }
    }
    RgbImage image = decoder.decode(Images.encoded(gray, "png"));
    for (int x = 0; x < 256; x++) {
      assertThat(image.levels()[3 * x] & 0xFF).isEqualTo(x);
    }
  }

  @Test
  void transparentPixelsKeepTheirColours() throws Exception {
    BufferedImage drawn = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    drawn.setRGB(1, 1, 0x00C08040);
    RgbImage image = decoder.decode(Images.encoded(drawn, "png"));
    int at = 3 * (4 + 1);
    assertThat(Arrays.copyOfRange(image.levels(), at, at + 3))
        .containsExactly((byte) 0xC0, (byte) 0x80, (byte) 0x40);
  }

  @Test
  void aColourProfileOrABrokenOneChangesNothing() throws Exception {
    byte[] plain = jpeg(64, 48);
    byte[] profile = "ICC_PROFILE\0\1\1 this is not a profile".getBytes(StandardCharsets.US_ASCII);
    assertThat(decoder.decode(Images.withSegment(plain, 0xE2, profile)).levels())
        .isEqualTo(decoder.decode(plain).levels());
  }

  @Test
  void exifOrientationIsFollowedByChoice() throws Exception {
    byte[] plain = jpeg(64, 48);
    byte[] turned = Images.withSegment(plain, 0xE1, Images.exif(6));
    RgbImage upright = decoder.decode(turned);
    RgbImage stored = new ImageDecoder(ImageLimits.DEFAULT, false).decode(turned);
    assertThat(List.of(upright.width(), upright.height())).containsExactly(48, 64);
    assertThat(stored.levels()).isEqualTo(decoder.decode(plain).levels());
    // Orientation 6: the stored left column, from the bottom up, is the upright top row.
    for (int x = 0; x < 48; x++) {
      assertThat(upright.levels()[3 * x]).isEqualTo(stored.levels()[3 * 64 * (47 - x)]);
    }
  }

  @Test
  void nonsenseInExifIsUpright() throws Exception {
    byte[] plain = jpeg(64, 48);
    for (int value : new int[] {0, 9, 255}) {
      RgbImage image = decoder.decode(Images.withSegment(plain, 0xE1, Images.exif(value)));
      assertThat(image.width()).isEqualTo(64);
    }
    byte[] cut = Arrays.copyOf(Images.exif(6), 20);
    assertThat(decoder.decode(Images.withSegment(plain, 0xE1, cut)).width()).isEqualTo(64);
  }

  @Test
  void aJpegThatIsCutOffIsUnreadableButOneThatOnlyLostItsEndMarkerIsRead() throws Exception {
    byte[] whole = jpeg(200, 150);
    assertUnreadable(Arrays.copyOf(whole, whole.length / 2), "cut off");
    assertThat(decoder.decode(Arrays.copyOf(whole, whole.length - 2)).levels())
        .isEqualTo(decoder.decode(whole).levels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp"})
  void otherFormatsThatAreCutOffAreUnreadable(String format) {
    BufferedImage drawn = Images.circles(120, 90, BufferedImage.TYPE_INT_RGB, 3);
    byte[] whole = Images.encoded(drawn, format);
    assertUnreadable(Arrays.copyOf(whole, whole.length / 2), "");
    assertUnreadable(Arrays.copyOf(whole, 20), "");
  }

  @Test
  void whatIsNoImageIsUnreadable() {
    assertUnreadable(new byte[0], "no bytes");
    assertUnreadable("<html>404</html>".getBytes(StandardCharsets.US_ASCII), "neither JPEG");
    assertUnreadable(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, "ends before");
    assertUnreadable("RIFF0000WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "cut off");
  }

  @Test
  void aHugeImageIsRefusedFromItsHeader() {
    byte[] png = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
    // Width and height in the header chunk, made 60,000 each: 10 GB of pixels.
    png[18] = (byte) 0xEA;
    png[19] = 0x60;
    png[22] = (byte) 0xEA;
    png[23] = 0x60;
    assertUnreadable(png, "60000 x 60000");
    byte[] gif = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED), "gif");
    gif[6] = (byte) 0xFF;
    gif[7] = (byte) 0xFF;
    assertUnreadable(gif, "65535 x 1");
    ImageDecoder strict = new ImageDecoder(new ImageLimits(1 << 20, 100, 1000), true);
    assertThatThrownBy(() -> strict.decode(jpeg(64, 48)))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining("64 x 48");
  }

  @Test
  void whateverTheBytesTheAnswerIsAImageOrTheOneException() {
    Random random = new Random(7);
    BufferedImage drawn = Images.circles(48, 40, BufferedImage.TYPE_INT_RGB, 5);
    int unreadable = 0;
    for (String format : List.of("jpg", "png", "gif", "bmp")) {
      byte[] whole = Images.encoded(drawn, format);
      for (int trial = 0; trial < 150; trial++) {
        byte[] broken = whole.clone();
        for (int i = 0; i <= trial % 6; i++) {
          // Half of the damage goes to the first bytes, where the structure is.
          int reach = random.nextBoolean() ? Math.min(200, broken.length) : broken.length;
          broken[random.nextInt(reach)] = (byte) random.nextInt(256);
        }
        try {
          decoder.decode(Arrays.copyOf(broken, broken.length - random.nextInt(20)));
        } catch (UnreadableImageException e) {
          assertThat(e.getMessage()).isNotBlank();
          unreadable++;
        }
      }
    }
    assertThat(unreadable).isPositive();
  }

  private void assertUnreadable(byte[] bytes, String message) {
    assertThatThrownBy(() -> decoder.decode(bytes))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining(message);
  }

  private static byte[] jpeg(int width, int height) {
    return Images.encoded(Images.circles(width, height, BufferedImage.TYPE_INT_RGB, 4), "jpg");
  }
}
