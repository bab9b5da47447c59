package io.cmaclip.model.image;

/** The rows of a decoded image, from the top. */
interface PixelRows {
  /** In pixels, at least 1. */
  int width();

  /** In pixels, at least 1. */
  int height();

  /**
   * Copies a part of a row: R G B levels from the left.
   *
   * @param x first column
   * @param columns number of columns
   * @param target receives 3 * columns levels from index 0
   */
  void read(int y, int x, int columns, byte[] target);
}
