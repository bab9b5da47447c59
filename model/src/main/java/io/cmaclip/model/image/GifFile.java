package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;

/**
 * A GIF reduced to its first frame. Comments and application data are removed because Java's reader
 * spends time quadratic in their length. Further frames are ignored.
 *
 * @param width of the canvas
 * @param height of the canvas
 */
record GifFile(int width, int height, byte[] bytes) {
  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xF9;
  private static final int CONTROL_BYTES = 8;
  private static final int IMAGE = 0x2C;
  private static final int IMAGE_BYTES = 10;
  private static final int TRAILER = 0x3B;

  static GifFile parse(byte[] file, ImageLimits limits) throws UnreadableImageException {
    if (file.length < HEADER_BYTES) {
      throw cutOff();
    }
    int width = u16(file, 6);
    int height = u16(file, 8);
    checkSize(width, height, limits);
    int at = HEADER_BYTES + paletteBytes(file[10]);
    int headerEnd = at;
    int control = -1;
    while (at < file.length) {
      int block = file[at] & 0xFF;
      if (block == EXTENSION) {
        if (at + 2 > file.length) {
          throw cutOff();
        }
        if ((file[at + 1] & 0xFF) == CONTROL && at + CONTROL_BYTES <= file.length) {
          control = at;
        }
        at = behindSubBlocks(file, at + 2);
      } else if (block == IMAGE) {
        return new GifFile(width, height, firstFrame(file, headerEnd, control, at, limits));
      } else if (block == TRAILER) {
        throw new UnreadableImageException("GIF without a frame");
      } else {
        // Pillow skips stray bytes between blocks.
        at++;
      }
    }
    throw cutOff();
  }

  /** Frame and canvas are both decoded at full size. */
  private static void checkSize(int width, int height, ImageLimits limits)
      throws UnreadableImageException {
    limits.checkSize(width, height);
    limits.checkWhole(width, height, 8, "a GIF");
  }

  private static byte[] firstFrame(
      byte[] file, int headerEnd, int control, int image, ImageLimits limits)
      throws UnreadableImageException {
    if (image + IMAGE_BYTES + 1 > file.length) {
      throw cutOff();
    }
    checkSize(u16(file, image + 5), u16(file, image + 7), limits);
    int data = image + IMAGE_BYTES + paletteBytes(file[image + 9]) + 1;
    int end = behindSubBlocks(file, data);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(headerEnd + 16 + end - image);
    kept.write(file, 0, headerEnd);
    if (control >= 0) {
      kept.write(file, control, CONTROL_BYTES);
    }
    kept.write(file, image, Math.min(end, file.length) - image);
    // A truncated frame stays truncated, so that the reader refuses it.
    if (end <= file.length) {
      kept.write(TRAILER);
    }
    return kept.toByteArray();
  }

  /** The index after the block terminator; beyond the end if the file is truncated. */
  private static int behindSubBlocks(byte[] file, int from) {
    int at = from;
    while (at < file.length && file[at] != 0) {
      at += 1 + (file[at] & 0xFF);
    }
    return at + 1;
  }

  private static int paletteBytes(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }

  private static UnreadableImageException cutOff() {
    return new UnreadableImageException("GIF is truncated");
  }
}
