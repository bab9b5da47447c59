package io.cmaclip.trainer.localise;

/**
 * Sizes of the encoders' outputs.
 *
 * @param rows of patches
 * @param columns of patches
 * @param tokens of a text, padded
 * @param width of each output
 */
record EncodedShape(int rows, int columns, int tokens, int width) {
  private static final int PIXELS_PER_PATCH = 8;

  int imageSize() {
    return (1 + rows * columns) * width;
  }

  int textSize() {
    return tokens * width;
  }

  int maskRows() {
    return rows * PIXELS_PER_PATCH;
  }

  int maskColumns() {
    return columns * PIXELS_PER_PATCH;
  }

  int maskSize() {
    return maskRows() * maskColumns();
  }
}
