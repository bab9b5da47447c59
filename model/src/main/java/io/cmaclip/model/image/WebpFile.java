package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebP reduced to the image data of its first frame, without profile, metadata, alpha and further
 * frames. All sizes in the file are checked: those of the canvas, the frame and the image data.
 *
 * @param bytes a WebP with one chunk
 * @param lossless whether the image data is lossless
 * @param canvas size of the result
 * @param frame position and size of the frame on the canvas
 * @param exif the TIFF block; null if missing or too long
 */
record WebpFile(byte[] bytes, boolean lossless, Area canvas, Area frame, byte[] exif) {
  /** A rectangle, in pixels. */
  record Area(int left, int top, int width, int height) {}

  private static final int HEADER_BYTES = 12;
  private static final int FRAME_BYTES = 16;
  private static final int LOSSY = tag("VP8 ");
  private static final int LOSSLESS = tag("VP8L");
  private static final int EXTENDED = tag("VP8X");
  private static final int FRAME = tag("ANMF");
  private static final int EXIF = tag("EXIF");

  static WebpFile parse(byte[] file, ImageLimits limits) throws UnreadableImageException {
    ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long end = (numbers.getInt(4) & 0xFFFFFFFFL) + WebpChunk.HEADER_BYTES;
    if (file.length < end) {
      throw new UnreadableImageException("WebP is truncated");
    }
    Area canvas = null;
    Area frame = null;
    WebpChunk image = null;
    byte[] exif = null;
    for (WebpChunk chunk : WebpChunk.between(numbers, HEADER_BYTES, (int) end)) {
      int type = chunk.type();
      if (type == EXIF && exif == null && chunk.length() <= limits.maxExifBytes()) {
        exif = Arrays.copyOfRange(file, chunk.body(), chunk.body() + chunk.length());
      } else if (type == EXTENDED && canvas == null) {
        canvas = canvas(numbers, chunk, limits);
      } else if (image == null && type == FRAME) {
        frame = frame(numbers, chunk, limits);
        image = imageIn(numbers, chunk);
      } else if (image == null && isImage(chunk)) {
        image = chunk;
      }
    }
    if (image == null) {
      throw new UnreadableImageException("WebP without image data");
    }
    Area size = size(numbers, image, limits);
    frame = frame == null ? size : frame;
    canvas = canvas == null ? size : canvas;
    boolean fits =
        frame.width() == size.width()
            && frame.height() == size.height()
            && frame.left() + frame.width() <= canvas.width()
            && frame.top() + frame.height() <= canvas.height();
    if (!fits) {
      throw broken();
    }
    return new WebpFile(
        alone(file, image), image.type() == LOSSLESS, canvas, frame, ExifBlock.withoutPrefix(exif));
  }

  private static boolean isImage(WebpChunk chunk) {
    return chunk.type() == LOSSY || chunk.type() == LOSSLESS;
  }

  private static WebpChunk imageIn(ByteBuffer file, WebpChunk frame)
      throws UnreadableImageException {
    int from = frame.body() + FRAME_BYTES;
    return WebpChunk.between(file, from, frame.body() + frame.length()).stream()
        .filter(WebpFile::isImage)
        .findFirst()
        .orElseThrow(WebpFile::broken);
  }

  private static Area canvas(ByteBuffer file, WebpChunk header, ImageLimits limits)
      throws UnreadableImageException {
    requireLength(header, 10);
    return area(0, 0, u24(file, header.body() + 4) + 1, u24(file, header.body() + 7) + 1, limits);
  }

  private static Area frame(ByteBuffer file, WebpChunk frame, ImageLimits limits)
      throws UnreadableImageException {
    requireLength(frame, FRAME_BYTES);
    int at = frame.body();
    return area(
        2 * u24(file, at),
        2 * u24(file, at + 3),
        u24(file, at + 6) + 1,
        u24(file, at + 9) + 1,
        limits);
  }

  private static Area size(ByteBuffer file, WebpChunk image, ImageLimits limits)
      throws UnreadableImageException {
    int at = image.body();
    if (image.type() == LOSSY) {
      requireLength(image, 10);
      return area(0, 0, file.getShort(at + 6) & 0x3FFF, file.getShort(at + 8) & 0x3FFF, limits);
    }
    requireLength(image, 5);
    int sides = file.getInt(at + 1);
    return area(0, 0, (sides & 0x3FFF) + 1, ((sides >> 14) & 0x3FFF) + 1, limits);
  }

  private static Area area(int left, int top, int width, int height, ImageLimits limits)
      throws UnreadableImageException {
    limits.checkSize(width, height);
    return new Area(left, top, width, height);
  }

  private static void requireLength(WebpChunk chunk, int bytes) throws UnreadableImageException {
    if (chunk.length() < bytes) {
      throw broken();
    }
  }

  private static byte[] alone(byte[] file, WebpChunk image) {
    int padded = WebpChunk.HEADER_BYTES + image.length() + (image.length() & 1);
    return ByteBuffer.allocate(HEADER_BYTES + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(4 + padded)
        .put("WEBP".getBytes(StandardCharsets.US_ASCII))
        .put(file, image.at(), WebpChunk.HEADER_BYTES + image.length())
        .array();
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
