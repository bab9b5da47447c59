package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A WebP's first image and no more: no colour profile, metadata, alpha and further frames. Every
 * size that stands in it, of the canvas, the frame and the compressed image itself, is checked:
 * they need not agree, and a reader takes memory by any of them.
 *
 * @param lossless whether the image has code tables, which take memory too
 * @param exif the TIFF block, null without one or when it is too long
 */
record WebpFile(byte[] bytes, boolean lossless, byte[] exif) {
  private static final int HEADER_BYTES = 12;
  private static final int FRAME_BYTES = 16;
  private static final int LOSSY = tag("VP8 ");
  private static final int LOSSLESS = tag("VP8L");
  private static final int EXTENDED = tag("VP8X");
  private static final int ANIMATION = tag("ANIM");
  private static final int FRAME = tag("ANMF");
  private static final int EXIF = tag("EXIF");

  /** Flags of the extended header that say: profile, EXIF, XMP. */
  private static final int LEFT_OUT_FLAGS = 0x20 | 0x08 | 0x04;

  static WebpFile parse(byte[] file, ImageLimits limits) throws UnreadableImageException {
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long end = (numbers.getInt(4) & 0xFFFFFFFFL) + WebpChunk.HEADER_BYTES;
    // The reader would fill what is missing with anything.
    if (file.length < end) {
      throw new UnreadableImageException("WebP is cut off");
    }
    ByteArrayOutputStream kept = new ByteArrayOutputStream((int) end);
    kept.write(file, 0, HEADER_BYTES);
    WebpChunk image = null;
    byte[] exif = null;
    for (WebpChunk chunk : WebpChunk.between(numbers, HEADER_BYTES, (int) end)) {
      int type = chunk.type();
      if (type == EXIF && exif == null && chunk.length() <= limits.maxExifBytes()) {
        exif = Arrays.copyOfRange(file, chunk.body(), chunk.body() + chunk.length());
      } else if (type == EXTENDED || type == ANIMATION) {
        checkSize(numbers, chunk, limits);
        kept.write(file, chunk.at(), chunk.next() - chunk.at());
      } else if (image == null && (type == FRAME || isImage(chunk))) {
        image = type == FRAME ? inFrame(numbers, chunk, limits) : chunk;
        checkSize(numbers, image, limits);
        int length = image.next() - image.at();
        if (type == FRAME) {
          kept.writeBytes(frameHeader(numbers, chunk, length));
        }
        kept.write(file, image.at(), length);
      }
    }
    boolean lossless = image != null && image.type() == LOSSLESS;
    return new WebpFile(finished(kept.toByteArray()), lossless, ExifBlock.withoutPrefix(exif));
  }

  private static boolean isImage(WebpChunk chunk) {
    return chunk.type() == LOSSY || chunk.type() == LOSSLESS;
  }

  private static WebpChunk inFrame(ByteBuffer file, WebpChunk frame, ImageLimits limits)
      throws UnreadableImageException {
    if (frame.length() < FRAME_BYTES) {
      throw broken();
    }
    limits.checkSize(u24(file, frame.body() + 6) + 1, u24(file, frame.body() + 9) + 1);
    int inside = frame.body() + FRAME_BYTES;
    return WebpChunk.between(file, inside, frame.body() + frame.length()).stream()
        .filter(WebpFile::isImage)
        .findFirst()
        .orElseThrow(WebpFile::broken);
  }

  /** Of a frame that holds nothing but its image. */
  private static byte[] frameHeader(ByteBuffer file, WebpChunk frame, int imageBytes) {
    byte[] header = new byte[WebpChunk.HEADER_BYTES + FRAME_BYTES];
    file.get(frame.at(), header);
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(4, FRAME_BYTES + imageBytes);
    return header;
  }

  private static void checkSize(ByteBuffer file, WebpChunk chunk, ImageLimits limits)
      throws UnreadableImageException {
    int type = chunk.type();
    int body = chunk.body();
    int length = chunk.length();
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
    numbers.putInt(4, kept.length - WebpChunk.HEADER_BYTES);
    if (kept.length > HEADER_BYTES + WebpChunk.HEADER_BYTES
        && numbers.getInt(HEADER_BYTES) == EXTENDED) {
      kept[HEADER_BYTES + WebpChunk.HEADER_BYTES] &= (byte) ~LEFT_OUT_FLAGS;
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
