package io.cmaclip.trainer.explain;

import java.awt.image.BufferedImage;

/** Converts the input of the model to an image. */
public final class LevelsImage {
  private LevelsImage() {}

  /**
   * Converts levels to an image.
   *
   * @param levels 8-bit RGB, channels first: 3 * height * width
   */
  public static BufferedImage of(byte[] levels, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int i = 0; i < plane; i++) {
      int rgb =
          (levels[i] & 255) << 16 | (levels[plane + i] & 255) << 8 | (levels[2 * plane + i] & 255);
      image.setRGB(i % width, i / width, rgb);
    }
    return image;
  }
}
