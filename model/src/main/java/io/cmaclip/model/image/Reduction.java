package io.cmaclip.model.image;

/**
 * How much smaller than the file an image was decoded.
 *
 * @param full upright size of the image in the file
 * @param factor by which both sides are shorter, rounded up
 * @param orientation that the decoded image was turned by
 */
record Reduction(ImageSize full, int factor, Orientation orientation) {
  /**
   * The part of a decoded axis that the image covers: the last pixel is not full if the length is
   * no multiple of the factor, and mirroring makes it the first.
   *
   * @param pixels length of the decoded axis
   * @param start where the image begins
   * @param length of the image, in decoded pixels
   */
  record Axis(int pixels, double start, double length) {
    static Axis whole(int pixels) {
      return new Axis(pixels, 0, pixels);
    }
  }

  Axis horizontal(int pixels) {
    return axis(pixels, full.width(), orientation.mirroredX());
  }

  Axis vertical(int pixels) {
    return axis(pixels, full.height(), orientation.mirroredY());
  }

  private Axis axis(int pixels, int fullPixels, boolean mirrored) {
    double length = (double) fullPixels / factor;
    return new Axis(pixels, mirrored ? pixels - length : 0, length);
  }
}
