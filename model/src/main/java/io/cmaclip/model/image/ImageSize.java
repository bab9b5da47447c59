package io.cmaclip.model.image;

/**
 * A size in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
record ImageSize(int width, int height) {
  ImageSize swapped() {
    return new ImageSize(height, width);
  }
}
