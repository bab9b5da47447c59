package io.cmaclip.model.image;

/**
 * A decoded image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param levels 3 * width * height bytes: rows from the top, pixels from the left, R G B. Handed
 *     over, not copied, and not written afterwards
 */
public record RgbImage(int width, int height, byte[] levels) {
  public RgbImage {
    if (width < 1 || height < 1 || levels.length != 3L * width * height) {
      throw new IllegalArgumentException(
          levels.length + " levels do not make " + width + " x " + height + " pixels of RGB");
    }
  }
}
