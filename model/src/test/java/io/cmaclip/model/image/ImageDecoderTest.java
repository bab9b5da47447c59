package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.architecture.Fit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void decodesThePaletteOfAGif() throws Exception {
    BufferedImage drawn = Images.circles(40, 30, BufferedImage.TYPE_BYTE_INDEXED, 2);
    RgbImage image = decoder.decode(Images.encoded(drawn, "gif"));
    assertThat(image.levels()).isEqualTo(Images.levels(drawn));
  }

  @Test
  void doesNotInterpretGrayAsLinearLight() throws Exception {
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
  void ignoresColourProfiles() throws Exception {
    byte[] plain = jpeg(64, 48);
    byte[] profile = "ICC_PROFILE\0\1\1 this is not a profile".getBytes(StandardCharsets.US_ASCII);
    assertThat(decoder.decode(Images.withSegment(plain, 0xE2, profile)).levels())
        .isEqualTo(decoder.decode(plain).levels());
  }

  @Test
  void followsTheExifOrientationIfUpright() throws Exception {
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
  void ignoresInvalidExif() throws Exception {
    byte[] plain = jpeg(64, 48);
    for (int value : new int[] {0, 9, 255}) {
      RgbImage image = decoder.decode(Images.withSegment(plain, 0xE1, Images.exif(value)));
      assertThat(image.width()).isEqualTo(64);
    }
    byte[] cut = Arrays.copyOf(Images.exif(6), 20);
    assertThat(decoder.decode(Images.withSegment(plain, 0xE1, cut)).width()).isEqualTo(64);
  }

  @Test
  void refusesATruncatedJpegButAcceptsAMissingEndMarker() throws Exception {
    byte[] whole = jpeg(200, 150);
    assertUnreadable(Arrays.copyOf(whole, whole.length / 2), "truncated");
    assertThat(decoder.decode(Arrays.copyOf(whole, whole.length - 2)).levels())
        .isEqualTo(decoder.decode(whole).levels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp"})
  void refusesTruncatedFilesOfOtherFormats(String format) {
    BufferedImage drawn = Images.circles(120, 90, BufferedImage.TYPE_INT_RGB, 3);
    byte[] whole = Images.encoded(drawn, format);
    assertUnreadable(Arrays.copyOf(whole, whole.length / 2), "");
    assertUnreadable(Arrays.copyOf(whole, 20), "");
  }

  @Test
  void refusesBytesThatAreNoImage() {
    assertUnreadable(new byte[0], "no bytes");
    assertUnreadable("<html>404</html>".getBytes(StandardCharsets.US_ASCII), "neither JPEG");
    assertUnreadable(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}, "ends before");
    assertUnreadable("RIFF0000WEBPVP8 ".getBytes(StandardCharsets.US_ASCII), "truncated");
  }

  @Test
  void refusesAHugeImageByItsHeader() {
    byte[] png = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
    // Sets width and height in the header to 60,000: 10 GB of pixels.
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
  void throwsOnlyUnreadableImageExceptionForDamagedFiles() {
    Random random = new Random(7);
    BufferedImage drawn = Images.circles(48, 40, BufferedImage.TYPE_INT_RGB, 5);
    int unreadable = 0;
    for (String format : List.of("jpg", "png", "gif", "bmp")) {
      byte[] whole = Images.encoded(drawn, format);
      for (int trial = 0; trial < 150; trial++) {
        byte[] broken = whole.clone();
        for (int i = 0; i <= trial % 6; i++) {
          // Half of the damage hits the first bytes, which hold the structure.
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

  @ParameterizedTest
  @CsvSource({
    "AVIF, 0000001c667479706176696600000000",
    "AVIF, 00000020667479706d696631000000006d69663161766966",
    "HEIC, 00000018667479706865696300000000",
    "HEIC, 0000001c667479706d696631000000006d69663168656963",
    "HEIF, 00000018667479706d696631000000006d6966316d696166",
    "TIFF, 49492a0008000000",
    "TIFF, 4d4d002a00000008",
    "TIFF, 49492b0008000000",
    "JPEG XL, ff0a",
    "JPEG XL, 0000000c4a584c200d0a870a",
    "JPEG 2000, 0000000c6a5020200d0a870a",
    "JPEG 2000, ff4fff51",
    "ICO, 0000010001002020",
    "PSD, 3842505300010000"
  })
  void namesAnUnsupportedFormat(String format, String head) {
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex(head), 500);
    assertUnreadable(file, format + " is not supported");
    assertThat(ImageDecoder.recognises(Arrays.copyOf(file, ImageDecoder.HEAD_BYTES))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "  <SVG/>",
        "<?xml version='1.0'?><!-- Generator --><svg/>",
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'>",
        "\u00ef\u00bb\u00bf<svg/>"
      })
  void namesSvg(String text) {
    assertUnreadable(text.getBytes(StandardCharsets.ISO_8859_1), "SVG is not supported");
  }

  @Test
  void refusesATruncatedJpegWhoseThumbnailOrProfileHasAnEndMarker() throws Exception {
    byte[] whole = jpeg(300, 200);
    byte[] thumbnail = new byte[2000];
    System.arraycopy(Images.exif(1), 0, thumbnail, 0, Images.exif(1).length);
    System.arraycopy(jpeg(20, 15), 0, thumbnail, 100, jpeg(20, 15).length);
    byte[] profile =
        "ICC_PROFILE\0\1\1\u00ff\u00d9\u00ff\u00d9".getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] file :
        List.of(
            Images.withSegment(whole, 0xE1, thumbnail),
            Images.withSegment(whole, 0xE2, profile),
            Images.withSegment(whole, 0xFE, new byte[] {(byte) 0xFF, (byte) 0xD9}))) {
      assertThat(decoder.decode(file).levels()).isEqualTo(decoder.decode(whole).levels());
      int header = file.length - whole.length;
      for (int percent : new int[] {20, 60, 95}) {
        assertUnreadable(Arrays.copyOf(file, header + whole.length * percent / 100), "truncated");
      }
    }
  }

  @Test
  void anEndMarkerInASegmentBetweenScansDoesNotEndTheImage() throws Exception {
    byte[] plain = Images.progressive(Images.circles(40, 30, BufferedImage.TYPE_INT_RGB, 4));
    int last = plain.length - 2;
    while (plain[last] != (byte) 0xFF || plain[last + 1] != (byte) 0xDA) {
      last--;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(plain, 0, last);
    file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 4, (byte) 0xFF, (byte) 0xD9});
    file.write(plain, last, plain.length - last);
    assertThat(decoder.decode(file.toByteArray()).levels())
        .isEqualTo(decoder.decode(plain).levels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp"})
  void decodesALargeImageAtReducedSizeIfItIsGoingToBeResized(String format) throws Exception {
    BufferedImage drawn = Images.circles(600, 400, BufferedImage.TYPE_INT_RGB, 6);
    byte[] file = Images.encoded(drawn, format);
    ImageLimits limits = new ImageLimits(1 << 20, 1000, 300_000, 60_000, 100, 1 << 20);
    ImageDecoder small = new ImageDecoder(limits, true);
    assertThat(small.decode(file).width()).isEqualTo(600);
    RgbImage reduced = small.decodeForResize(file);
    assertThat(List.of(reduced.width(), reduced.height())).containsExactly(300, 200);
    ImageResizer resizer = new ImageResizer(32, 32, Fit.CROP);
    byte[] exact = resizer.resize(small.decode(file));
    byte[] approximate = resizer.resize(reduced);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.abs((exact[i] & 0xFF) - (approximate[i] & 0xFF));
    }
    assertThat(sum / exact.length).isLessThan(4);
    byte[] turned = Images.withSegment(jpeg(600, 400), 0xE1, Images.exif(6));
    assertThat(small.decodeForResize(turned).width()).isEqualTo(200);
  }

  @Test
  void limitsAProgressiveJpegByTheMemoryForItsCoefficients() throws Exception {
    // Java writes 4:2:0, that is 3 bytes of coefficients per pixel, and gray with 2.
    byte[] colour = Images.progressive(Images.circles(200, 150, BufferedImage.TYPE_INT_RGB, 4));
    byte[] gray = Images.progressive(Images.circles(200, 150, BufferedImage.TYPE_BYTE_GRAY, 4));
    ImageDecoder small =
        new ImageDecoder(new ImageLimits(1 << 20, 1000, 100_000, 4_000, 100, 1 << 20), true);
    assertThat(small.decodeForResize(gray).width()).isEqualTo(67);
    assertThatThrownBy(() -> small.decodeForResize(colour))
        .hasMessageContaining("the limit for such a progressive JPEG is 26666");
  }

  @Test
  void theDefaultLimitAllowsThePhotographsOfTodaysPhones() throws Exception {
    for (int[] size : new int[][] {{8160, 6144}, {12_000, 9_000}, {16_320, 12_240}}) {
      ImageLimits.DEFAULT.checkSize(size[0], size[1]);
      int step = ImageLimits.DEFAULT.step(size[0], size[1]);
      assertThat((long) (size[0] / step) * (size[1] / step)).isLessThanOrEqualTo(20_000_000);
    }
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
