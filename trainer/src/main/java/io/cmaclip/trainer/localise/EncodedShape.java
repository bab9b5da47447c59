package io.cmaclip.trainer.localise;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.ImageEncoder;

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

  static EncodedShape of(Architecture architecture) {
    ImageEncoder image = architecture.image();
    return new EncodedShape(
        image.height() / image.patch(),
        image.width() / image.patch(),
        FrozenEncoders.TOKENS,
        architecture.projection());
  }

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
