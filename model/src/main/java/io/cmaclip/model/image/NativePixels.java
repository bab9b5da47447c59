package io.cmaclip.model.image;

import java.nio.ByteBuffer;

/**
 * Pixels in native memory, which the owner of the memory reuses afterwards.
 *
 * @param levels 3 * width * height bytes: rows from the top, pixels from the left, R G B
 */
record NativePixels(int width, int height, ByteBuffer levels) implements PixelRows {
  @Override
  public void read(int y, int x, int columns, byte[] target) {
    levels.get(3 * (y * width + x), target, 0, 3 * columns);
  }

  /** Copies the pixels to the heap. */
  RgbImage copy() {
    byte[] copy = new byte[3 * width * height];
    levels.get(0, copy);
    return new RgbImage(width, height, copy);
  }
}
