package io.cmaclip.lab.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Images of every supported format and their corruptions. Immutable. */
final class HostileImages {
  /** A lossless WebP image of one pixel, because Java cannot write WebP. */
  private static final byte[] WEBP =
      HexFormat.of()
          .parseHex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700");

  /** 49 million pixels. */
  private static final int BOMB_SIDE = 7_000;

  private static final int PNG_HEADER = 8;
  private static final int MOST = 20;

  /** In the order JPEG, PNG, GIF, BMP, WebP. */
  private final List<List<byte[]>> formats;

  /**
   * Converts some JPEG images to all formats, ignoring other and incomplete files.
   *
   * @throws IllegalArgumentException without a complete JPEG
   */
  HostileImages(List<byte[]> images) {
    List<byte[]> jpegs = images.stream().filter(HostileImages::isWholeJpeg).limit(MOST).toList();
    if (jpegs.isEmpty()) {
      throw new IllegalArgumentException("no complete JPEG among the images");
    }
    List<List<byte[]>> all = new ArrayList<>();
    all.add(List.copyOf(jpegs));
    for (String format : List.of("png", "gif", "bmp")) {
      all.add(jpegs.stream().map(jpeg -> as(format, jpeg)).toList());
    }
    all.add(List.of(WEBP));
    formats = List.copyOf(all);
  }

  private static boolean isWholeJpeg(byte[] file) {
    int end = file.length;
    return end > 4
        && (file[0] & 0xFF) == 0xFF
        && (file[1] & 0xFF) == 0xD8
        && (file[end - 2] & 0xFF) == 0xFF
        && (file[end - 1] & 0xFF) == 0xD9;
  }

  private static byte[] as(String format, byte[] jpeg) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A valid image of any format. */
  byte[] proper(SplittableRandom random) {
    List<byte[]> format = formats.get(random.nextInt(formats.size()));
    return format.get(random.nextInt(format.size()));
  }

  byte[] mutated(SplittableRandom random) {
    byte[] whole = proper(random);
    // Mostly changes headers, which control decoders.
    int from = random.nextInt(4) == 0 ? Math.min(64, whole.length / 2) : 0;
    return HostileAvro.mutated(whole, from, random);
  }

  byte[] cut(SplittableRandom random) {
    return HostileAvro.cut(proper(random), random);
  }

  /** An image whose header states more pixels than the file contains. */
  byte[] dimensions(SplittableRandom random) {
    int format = random.nextInt(formats.size());
    List<byte[]> images = formats.get(format);
    byte[] file = images.get(random.nextInt(images.size())).clone();
    ByteBuffer bytes = ByteBuffer.wrap(file);
    int side = 1 << (8 + random.nextInt(23));
    switch (format) {
      case 0 -> jpegSize(bytes, (short) Math.min(side, 0xFFFF));
      case 1 -> pngSize(bytes, side, side);
      case 2 ->
          bytes.order(ByteOrder.LITTLE_ENDIAN).putShort(6, (short) side).putShort(8, (short) side);
      case 3 -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(18, side).putInt(22, -side);
      default -> bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(21, 0x0FFFFFFF);
    }
    return file;
  }

  private static void jpegSize(ByteBuffer jpeg, short side) {
    for (int at = 2; at + 9 < jpeg.capacity(); at += 2 + (jpeg.getShort(at + 2) & 0xFFFF)) {
      int marker = jpeg.get(at + 1) & 0xFF;
      if (marker >= 0xC0 && marker <= 0xC2) {
        jpeg.putShort(at + 5, side).putShort(at + 7, side);
        return;
      }
    }
  }

  private static void pngSize(ByteBuffer png, int width, int height) {
    png.putInt(PNG_HEADER + 8, width).putInt(PNG_HEADER + 12, height);
    CRC32 sum = new CRC32();
    byte[] chunk = new byte[17];
    png.get(PNG_HEADER + 4, chunk);
    sum.update(chunk);
    png.putInt(PNG_HEADER + 25, (int) sum.getValue());
  }

  /** A gray PNG of 49 million pixels in about 50 KB. */
  static byte[] bomb() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      byte[] row = new byte[1 + BOMB_SIDE];
      for (int y = 0; y < BOMB_SIDE; y++) {
        deflater.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteBuffer head = ByteBuffer.allocate(13).putInt(BOMB_SIDE).putInt(BOMB_SIDE);
    head.put(new byte[] {8, 0, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
    chunk(png, "IHDR", head.array());
    chunk(png, "IDAT", packed.toByteArray());
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  /** Bytes that are not an image, or a mixture of two formats. */
  byte[] other(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> "<html><body>404</body></html>".getBytes(StandardCharsets.UTF_8);
      case 1 -> new byte[random.nextInt(5_000)];
      case 2 -> joined(Arrays.copyOf(proper(random), 16), proper(random));
      case 3 -> joined("%PDF-1.4\n".getBytes(StandardCharsets.UTF_8), proper(random));
      default -> {
        byte[] noise = new byte[random.nextInt(5_000)];
        random.nextBytes(noise);
        yield noise;
      }
    };
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
  }
}
