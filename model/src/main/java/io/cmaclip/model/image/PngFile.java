package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A PNG reduced to the chunks that decoding needs. Java's reader would decompress texts and
 * profiles without a limit. Animation frames and appended data are removed too.
 *
 * @param exif the TIFF block; null if missing or too long
 */
record PngFile(byte[] bytes, byte[] exif) {
  private static final int SIGNATURE_BYTES = 8;
  private static final int AROUND_BYTES = 12;
  private static final int HEADER = tag("IHDR");
  private static final int PALETTE = tag("PLTE");
  private static final int DATA = tag("IDAT");
  private static final int END = tag("IEND");
  private static final int EXIF = tag("eXIf");

  static PngFile parse(byte[] file, ImageLimits limits) throws UnreadableImageException {
    ByteBuffer numbers = ByteBuffer.wrap(file);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE_BYTES);
    byte[] exif = null;
    boolean header = false;
    int at = SIGNATURE_BYTES;
    while (at + AROUND_BYTES <= file.length) {
      long length = numbers.getInt(at) & 0xFFFFFFFFL;
      int type = numbers.getInt(at + 4);
      // The reader decides whether a truncated chunk holds enough data.
      int whole = (int) Math.min(length + AROUND_BYTES, file.length - at);
      if (header == (type == HEADER)) {
        throw new UnreadableImageException("PNG must begin with exactly one header");
      }
      if (type == HEADER) {
        if (length != 13 || whole < length + AROUND_BYTES) {
          throw new UnreadableImageException("PNG with a broken header");
        }
        limits.checkSize(numbers.getInt(at + 8), numbers.getInt(at + 12));
        header = true;
      }
      if (type == HEADER || type == PALETTE || type == DATA || type == END) {
        kept.write(file, at, whole);
      } else if (type == EXIF
          && exif == null
          && length <= limits.maxExifBytes()
          && whole == length + AROUND_BYTES) {
        exif = Arrays.copyOfRange(file, at + 8, at + 8 + (int) length);
      }
      if (type == END) {
        break;
      }
      at += whole;
    }
    return new PngFile(kept.toByteArray(), ExifBlock.withoutPrefix(exif));
  }

  private static int tag(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }
}
