package io.cmaclip.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.SharedFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to exhaust memory or time are refused, or decoded without the harmful part. */
@Timeout(60)
class HostileImagesTest {
  private static final int MB = 1 << 20;

  private final ImageDecoder decoder =
      new ImageDecoder(ImageLimits.DEFAULT, true, DecodeMode.FAST, library());

  JpegLibrary library() {
    return JpegLibrary.find();
  }

  @Test
  void refusesTooManyPixelsAlsoWithShortSides() {
    byte[] png = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
    ByteBuffer.wrap(png).putInt(16, 29_000).putInt(20, 29_000);
    assertUnreadable(png, "29000 x 29000");
    byte[] bmp = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 29_000).putInt(22, -29_000);
    assertUnreadable(bmp, "29000");
    byte[] jpeg = Images.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "jpg");
    int frame = indexOf(jpeg, 0xFF, 0xC0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 29_000).putShort(frame + 7, (short) 29_000);
    assertUnreadable(jpeg, "29000 x 29000");
  }

  @Test
  void doesNotDecompressMorePngDataThanThePixelsNeed() throws Exception {
    BufferedImage drawn = Images.circles(16, 16, BufferedImage.TYPE_INT_RGB, 1);
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < 16; y++) {
      rows.write(0);
      rows.write(Images.levels(drawn), 3 * 16 * y, 3 * 16);
    }
    byte[] data = zeros(rows.toByteArray(), 200 * MB);
    byte[] png = Images.encoded(drawn, "png");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(png, 0, 33);
    bomb.writeBytes(chunk("IDAT", data));
    bomb.writeBytes(chunk("IEND", new byte[0]));
    assertThat(decoder.decode(bomb.toByteArray()).levels()).isEqualTo(Images.levels(drawn));
  }

  @Test
  void doesNotDecompressTextsAndProfilesOfAPng() throws Exception {
    byte[] plain =
        Images.encoded(Images.circles(20, 20, BufferedImage.TYPE_BYTE_INDEXED, 2), "png");
    byte[] packed = zeros(new byte[0], 100 * MB);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(plain, 0, 33);
    for (int i = 0; i < 40; i++) {
      bomb.writeBytes(chunk("zTXt", joined(ascii("Comment\0\0"), packed)));
    }
    bomb.writeBytes(chunk("iCCP", joined(ascii("profile\0\0"), packed)));
    bomb.writeBytes(chunk("iTXt", joined(ascii("Comment\0\1\0\0\0"), packed)));
    bomb.writeBytes(chunk("fdAT", packed));
    bomb.write(plain, 33, plain.length - 33);
    assertThat(decoder.decode(bomb.toByteArray()).levels())
        .isEqualTo(decoder.decode(plain).levels());
  }

  @Test
  void followsTheOrientationOfAPngUnlessItsExifIsTooLong() throws Exception {
    byte[] plain = Images.encoded(Images.circles(30, 20, BufferedImage.TYPE_INT_RGB, 3), "png");
    byte[] exif = Arrays.copyOfRange(Images.exif(6), 6, Images.exif(6).length);
    assertThat(decoder.decode(withChunk(plain, chunk("eXIf", exif))).width()).isEqualTo(20);
    byte[] long2Mb = Arrays.copyOf(exif, 2 * MB);
    assertThat(decoder.decode(withChunk(plain, chunk("eXIf", long2Mb))).width()).isEqualTo(30);
  }

  @Test
  void skipsCommentsAndApplicationDataOfAGif() throws Exception {
    byte[] plain =
        Images.encoded(Images.circles(20, 20, BufferedImage.TYPE_BYTE_INDEXED, 2), "gif");
    int blocks = indexOf(plain, 0x21, 0xF9) >= 0 ? indexOf(plain, 0x21, 0xF9) : 13 + 3 * 256;
    byte[] subBlock = new byte[256];
    subBlock[0] = (byte) 255;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(plain, 0, blocks);
    for (byte[] label : new byte[][] {{0x21, (byte) 0xFF}, {0x21, (byte) 0xFE}}) {
      bomb.writeBytes(label);
      if (label[1] == (byte) 0xFF) {
        bomb.write(11);
        bomb.writeBytes(ascii("ANYTHING1.0"));
      }
      for (int i = 0; i < 100_000; i++) {
        bomb.writeBytes(subBlock);
      }
      bomb.write(0);
    }
    bomb.write(plain, blocks, plain.length - blocks);
    assertThat(decoder.decode(bomb.toByteArray()).levels())
        .isEqualTo(decoder.decode(plain).levels());
  }

  @Test
  void decodesOnlyTheFirstFrameOfAnAnimation() throws Exception {
    byte[] plain =
        Images.encoded(Images.circles(20, 20, BufferedImage.TYPE_BYTE_INDEXED, 2), "gif");
    ByteArrayOutputStream animated = new ByteArrayOutputStream();
    animated.write(plain, 0, plain.length - 1);
    byte[] frame = {0x2C, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0, 2, 0};
    for (int i = 0; i < 500_000; i++) {
      animated.writeBytes(frame);
    }
    animated.write(0x3B);
    assertThat(decoder.decode(animated.toByteArray()).levels())
        .isEqualTo(decoder.decode(plain).levels());
    byte[] large = plain.clone();
    int image = indexOf(large, 0x2C, 0x00);
    ByteBuffer.wrap(large)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(image + 5, (short) 0xFFFF)
        .putShort(image + 7, (short) 0xFFFF);
    assertUnreadable(large, "65535 x 65535");
    ByteBuffer.wrap(large)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(image + 5, (short) 12_000)
        .putShort(image + 7, (short) 12_000);
    assertUnreadable(large, "the limit for a GIF");
  }

  @Test
  void refusesAJpegWithManyScans() throws Exception {
    byte[] progressive = Images.progressive(Images.circles(40, 30, BufferedImage.TYPE_INT_RGB, 4));
    assertThat(decoder.decode(progressive).width()).isEqualTo(40);
    int last = progressive.length - 2;
    while (progressive[last] != (byte) 0xFF || progressive[last + 1] != (byte) 0xDA) {
      last--;
    }
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(progressive, 0, progressive.length - 2);
    for (int i = 0; i < 2000; i++) {
      bomb.write(progressive, last, progressive.length - 2 - last);
    }
    bomb.write(progressive, progressive.length - 2, 2);
    assertUnreadable(bomb.toByteArray(), "scans");
  }

  @Test
  void refusesAWebpIfAnyOfItsSizesIsTooLarge() {
    byte[] lossy = new byte[20];
    ByteBuffer.wrap(lossy)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(3, 0x2A019D)
        .putShort(6, (short) 16_383)
        .putShort(8, (short) 16_383);
    byte[] lossless = {0x2F, -1, -1, -1, 0x0F, 0, 0, 0};
    byte[] small = new byte[10];
    byte[] huge = {0, 0, 0, 0, -1, -1, 0, -1, -1, 0};
    assertUnreadable(webp(webpChunk("VP8 ", lossy)), "16383 x 16383");
    assertUnreadable(webp(webpChunk("VP8L", lossless)), "16384 x 16384");
    assertUnreadable(webp(webpChunk("VP8X", huge)), "65536 x 65536");
    assertUnreadable(webp(webpChunk("VP8X", small), webpChunk("VP8 ", lossy)), "16383 x 16383");
    assertUnreadable(
        webp(
            webpChunk("VP8X", small),
            webpChunk("ANMF", joined(new byte[16], webpChunk("VP8L", lossless)))),
        "16384 x 16384");
    byte[] frame = new byte[16];
    Arrays.fill(frame, 6, 12, (byte) 0x7F);
    assertUnreadable(webp(webpChunk("VP8X", small), webpChunk("ANMF", frame)), "pixels");
    assertUnreadable(webp(webpChunk("VP8 ", new byte[3])), "broken header");
  }

  @Test
  void refusesALosslessWebpWhoseCodeTablesAreMissing() {
    // Found by fuzzing: one pixel whose 65,536 code tables would come after the end.
    assertUnreadable(
        Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAECwAABERiIj+BwA="),
        "broken WebP");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2600, 65_536})
  void decodesALosslessWebpWithManyCodeTables(int tables) throws Exception {
    assertThat(decoder.decode(WebpOfManyTables.encoded(tables)).width()).isEqualTo(1);
  }

  @Test
  void theAlphaOfAWebpIsNotDecoded() throws Exception {
    byte[] plain =
        Files.readAllBytes(
            SharedFolder.require("fixtures/preprocessing").resolve("images/webp-lossy.webp"));
    RgbImage expected = decoder.decode(plain);
    byte[] image = Arrays.copyOfRange(plain, 12, plain.length);
    byte[] extended = extendedHeader(expected, 0x10);
    byte[] alpha = joined(new byte[] {1}, new byte[MB]);
    byte[] still = webp(webpChunk("VP8X", extended), webpChunk("ALPH", alpha), image);
    assertThat(decoder.decode(still).levels()).isEqualTo(expected.levels());
    byte[] place = new byte[16];
    System.arraycopy(extended, 4, place, 6, 6);
    byte[] frame = joined(place, joined(webpChunk("ALPH", alpha), image));
    byte[] animated =
        webp(
            webpChunk("VP8X", extendedHeader(expected, 0x12)),
            webpChunk("ANIM", new byte[6]),
            webpChunk("ANMF", frame));
    assertThat(decoder.decode(animated).levels()).isEqualTo(expected.levels());
  }

  @Test
  void ignoresTheProfileAndMetadataOfAWebp() throws Exception {
    byte[] plain =
        Files.readAllBytes(
            SharedFolder.require("fixtures/preprocessing").resolve("images/webp-lossy.webp"));
    RgbImage expected = decoder.decode(plain);
    byte[] extended = extendedHeader(expected, 0x20 | 0x08 | 0x04);
    byte[] exif = Arrays.copyOfRange(Images.exif(3), 6, Images.exif(3).length);
    byte[] full =
        webp(
            webpChunk("VP8X", extended),
            webpChunk("ICCP", new byte[3 * MB]),
            Arrays.copyOfRange(plain, 12, plain.length),
            webpChunk("EXIF", exif),
            webpChunk("XMP ", new byte[MB]));
    RgbImage stored = new ImageDecoder(ImageLimits.DEFAULT, false).decode(full);
    assertThat(stored.levels()).isEqualTo(expected.levels());
    assertThat(decoder.decode(full).levels()[0])
        .isEqualTo(expected.levels()[expected.levels().length - 3]);
  }

  @Test
  void refusesABmpWithAnotherFormatOrALargePalette() {
    byte[] bmp = Images.encoded(new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_INDEXED), "bmp");
    for (int inside : new int[] {4, 5}) {
      byte[] bomb = bmp.clone();
      ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(30, inside);
      assertUnreadable(bomb, "another format");
    }
    for (int colours : new int[] {Integer.MAX_VALUE, -1, 257}) {
      byte[] bomb = bmp.clone();
      ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(46, colours);
      assertUnreadable(bomb, "palette of " + colours);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "jpg", "bmp"})
  void ignoresDataAfterTheImage(String format) throws Exception {
    byte[] plain = Images.encoded(Images.circles(30, 20, BufferedImage.TYPE_INT_RGB, 3), format);
    byte[] other = Images.encoded(new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB), format);
    for (byte[] tail : new byte[][] {ascii("PK\3\4 <script>alert(1)</script>"), other}) {
      assertThat(decoder.decode(joined(plain, tail)).levels())
          .isEqualTo(decoder.decode(plain).levels());
    }
  }

  private void assertUnreadable(byte[] bytes, String message) {
    assertThatThrownBy(() -> decoder.decode(bytes))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageContaining(message);
  }

  private static byte[] zeros(byte[] first, int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, fast)) {
      deflate.write(first);
      byte[] block = new byte[MB];
      for (int i = 0; i < count / MB; i++) {
        deflate.write(block);
      }
    } finally {
      fast.end();
    }
    return out.toByteArray();
  }

  private static byte[] withChunk(byte[] png, byte[] chunk) {
    return joined(Arrays.copyOf(png, 33), joined(chunk, Arrays.copyOfRange(png, 33, png.length)));
  }

  private static byte[] chunk(String type, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(ascii(type));
    crc.update(body);
    return ByteBuffer.allocate(body.length + 12)
        .putInt(body.length)
        .put(ascii(type))
        .put(body)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] extendedHeader(RgbImage image, int flags) {
    byte[] header = new byte[10];
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(0, (byte) flags)
        .putShort(4, (short) (image.width() - 1))
        .putShort(7, (short) (image.height() - 1));
    return header;
  }

  private static byte[] webp(byte[]... chunks) {
    byte[] body = new byte[0];
    for (byte[] chunk : chunks) {
      body = joined(body, chunk);
    }
    return ByteBuffer.allocate(body.length + 12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(body.length + 4)
        .put(ascii("WEBP"))
        .put(body)
        .array();
  }

  private static byte[] webpChunk(String type, byte[] body) {
    return ByteBuffer.allocate(8 + body.length + (body.length & 1))
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii(type))
        .putInt(body.length)
        .put(body)
        .array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static int indexOf(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) first && bytes[i + 1] == (byte) second) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
