package io.cmaclip.model.image;

/**
 * A decoded image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param levels 3 * width * height bytes: rows from the top, pixels from the left, R G B. Not
 *     copied; the caller must not modify it afterwards
 */
public record RgbImage(int width, int height, byte[] levels) implements PixelRows {
  public RgbImage {
    if (width < 1 || height < 1 || levels.length != 3L * width * height) {
      throw new IllegalArgumentException(
          levels.length + " levels for " + width + " x " + height + " RGB pixels");
    }
  }

  @Override
  public void read(int y, int x, int columns, byte[] target) {
    System.arraycopy(levels, 3 * (y * width + x), target, 0, 3 * columns);
  }

  /**
   * Places the image on a larger canvas. Parts outside the canvas are cut off.
   *
   * @param colour of the canvas outside the image, 0xRRGGBB
   */
  RgbImage onCanvas(int left, int top, int canvasWidth, int canvasHeight, int colour) {
    if (left == 0 && top == 0 && width == canvasWidth && height == canvasHeight) {
      return this;
    }
    byte[] canvas = new byte[3 * canvasWidth * canvasHeight];
    for (int i = 0; i < canvas.length; i += 3) {
      canvas[i] = (byte) (colour >> 16);
      canvas[i + 1] = (byte) (colour >> 8);
      canvas[i + 2] = (byte) colour;
    }
    int columns = Math.min(width, canvasWidth - left);
    int rows = Math.min(height, canvasHeight - top);
    for (int y = 0; y < rows && columns > 0; y++) {
      System.arraycopy(
          levels, 3 * y * width, canvas, 3 * ((top + y) * canvasWidth + left), 3 * columns);
    }
    return new RgbImage(canvasWidth, canvasHeight, canvas);
  }
}
