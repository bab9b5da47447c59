package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A WebP without colour profile, metadata and further frames. Every size that stands in it, of the
 * canvas, the frame and the compressed picture itself, is checked: they need not agree, and a
 * reader takes memory by any of them.
 *
 * @param exif the TIFF block, null without one or when it is too long
 */
record WebpFile(byte[] bytes, byte[] exif) {
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_BYTES = 8;
  private static final int FRAME_BYTES = 16;
  private static final int LOSSY = tag("VP8 ");
  private static final int LOSSLESS = tag("VP8L");
  private static final int EXTENDED = tag("VP8X");
  private static final int FRAME = tag("ANMF");
  private static final int PROFILE = tag("ICCP");
  private static final int EXIF = tag("EXIF");
  private static final int XMP = tag("XMP ");

  /** Flags of the extended header that say: profile, EXIF, XMP. */
  private static final int LEFT_OUT_FLAGS = 0x20 | 0x08 | 0x04;

  static WebpFile parse(byte[] file, ImageLimits limits) throws UnreadableImageException {
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long end = (numbers.getInt(4) & 0xFFFFFFFFL) + CHUNK_BYTES;
    // The reader would fill what is missing with anything.
    if (file.length < end) {
      throw new UnreadableImageException("WebP is cut off");
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream((int) end);
    kept.write(file, 0, HEADER_BYTES);
    byte[] exif = null;
    boolean frame = false;
    boolean picture = false;
    int at = HEADER_BYTES;
    while (at + CHUNK_BYTES <= end) {
      int type = numbers.getInt(at);
      int body = at + CHUNK_BYTES;
      long length = numbers.getInt(at + 4) & 0xFFFFFFFFL;
      if (body + length > end) {
        throw new UnreadableImageException("WebP is cut off");
      }
      int next = (int) Math.min(end, body + length + (length & 1));
      if (type == EXIF && exif == null && length <= limits.maxExifBytes()) {
        exif = Arrays.copyOfRange(file, body, body + (int) length);
      }
      boolean wanted = type != PROFILE && type != EXIF && type != XMP;
      if (type == FRAME) {
        wanted = !frame;
        if (wanted) {
          checkFrame(numbers, body, (int) length, limits);
        }
        frame = true;
      } else if (type == LOSSY || type == LOSSLESS) {
        wanted = !picture;
        picture = true;
      }
      if (wanted) {
        checkSize(numbers, type, body, (int) length, limits);
        kept.write(file, at, next - at);
      }
      at = next;
    }
    return new WebpFile(finished(kept.toByteArray()), ExifBlock.withoutPrefix(exif));
  }

  private static void checkFrame(ByteBuffer file, int body, int length, ImageLimits limits)
      throws UnreadableImageException {
    if (length < FRAME_BYTES) {
      throw broken();
    }
    limits.checkSize(u24(file, body + 6) + 1, u24(file, body + 9) + 1);
    int at = body + FRAME_BYTES;
    while (at + CHUNK_BYTES <= body + length) {
      long inner = file.getInt(at + 4) & 0xFFFFFFFFL;
      if (at + CHUNK_BYTES + inner > body + length) {
        throw broken();
      }
      checkSize(file, file.getInt(at), at + CHUNK_BYTES, (int) inner, limits);
      at += CHUNK_BYTES + (int) (inner + (inner & 1));
    }
  }

  private static void checkSize(ByteBuffer file, int type, int body, int length, ImageLimits limits)
      throws UnreadableImageException {
    if (((type == LOSSY || type == EXTENDED) && length < 10) || (type == LOSSLESS && length < 5)) {
      throw broken();
    }
    if (type == EXTENDED) {
      limits.checkSize(u24(file, body + 4) + 1, u24(file, body + 7) + 1);
    } else if (type == LOSSY) {
      limits.checkSize(file.getShort(body + 6) & 0x3FFF, file.getShort(body + 8) & 0x3FFF);
    } else if (type == LOSSLESS) {
      int sides = file.getInt(body + 1);
      limits.checkSize((sides & 0x3FFF) + 1, ((sides >> 14) & 0x3FFF) + 1);
    }
  }

  /** Says the new length, and that what was left out is not there. */
  private static byte[] finished(byte[] kept) {
    ByteBuffer numbers = ByteBuffer.wrap(kept).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putInt(4, kept.length - CHUNK_BYTES);
    if (kept.length > HEADER_BYTES + CHUNK_BYTES && numbers.getInt(HEADER_BYTES) == EXTENDED) {
      kept[HEADER_BYTES + CHUNK_BYTES] &= (byte) ~LEFT_OUT_FLAGS;
    }
    return kept;
  }

  private static int u24(ByteBuffer file, int at) {
    return (file.getShort(at) & 0xFFFF) | (file.get(at + 2) & 0xFF) << 16;
  }

  private static int tag(String name) {
    return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
  }

  private static UnreadableImageException broken() {
    return new UnreadableImageException("WebP with a broken header");
  }
}
