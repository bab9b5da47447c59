package io.cmaclip.model.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The transformation that turns an image upright (EXIF tag 0x0112).
 *
 * @param swapped whether rows become columns
 * @param mirroredX whether the columns of the upright image have the opposite order
 * @param mirroredY whether its rows have the opposite order
 */
record Orientation(boolean swapped, boolean mirroredX, boolean mirroredY) {
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;

  /** Reads the TIFF block of an EXIF segment; upright if the block is null or invalid. */
  static Orientation ofExif(byte[] tiff) {
    if (tiff == null || tiff.length < 8) {
      return UPRIGHT;
    }
    ByteBuffer buffer = ByteBuffer.wrap(tiff);
    if (tiff[0] == 'I' && tiff[1] == 'I') {
      buffer.order(ByteOrder.LITTLE_ENDIAN);
    } else if (tiff[0] != 'M' || tiff[1] != 'M') {
      return UPRIGHT;
    }
    try {
      buffer.position(Math.max(0, Math.min(tiff.length, buffer.getInt(4))));
      int entries = buffer.getShort() & 0xFFFF;
      for (int i = 0; i < entries; i++) {
        int tag = buffer.getShort() & 0xFFFF;
        int type = buffer.getShort() & 0xFFFF;
        int count = buffer.getInt();
        int value = buffer.getShort() & 0xFFFF;
        buffer.getShort();
        if (tag == TAG) {
          return type == SHORT && count >= 1 ? of(value) : UPRIGHT;
        }
      }
    } catch (BufferUnderflowException e) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  /** For the EXIF values 1 to 8; any other value is upright. */
  static Orientation of(int value) {
    return switch (value) {
      case 2 -> new Orientation(false, true, false);
      case 3 -> new Orientation(false, true, true);
      case 4 -> new Orientation(false, false, true);
      case 5 -> new Orientation(true, false, false);
      case 6 -> new Orientation(true, true, false);
      case 7 -> new Orientation(true, true, true);
      case 8 -> new Orientation(true, false, true);
      default -> UPRIGHT;
    };
  }

  RgbImage turn(RgbImage image) {
    if (equals(UPRIGHT)) {
      return image;
    }
    int width = swapped ? image.height() : image.width();
    int height = swapped ? image.width() : image.height();
    byte[] from = image.levels();
    byte[] to = new byte[from.length];
    int out = 0;
    for (int y = 0; y < height; y++) {
      int v = mirroredY ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int u = mirroredX ? width - 1 - x : x;
        int in = 3 * (swapped ? u * image.width() + v : v * image.width() + u);
        to[out++] = from[in];
        to[out++] = from[in + 1];
        to[out++] = from[in + 2];
      }
    }
    return new RgbImage(width, height, to);
  }
}
