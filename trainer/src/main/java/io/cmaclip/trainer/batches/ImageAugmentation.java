package io.cmaclip.trainer.batches;

import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.SplittableRandom;

/**
 * Mirrors, scales and shifts images, whose pixels from outside repeat the edge, and erases
 * rectangles.
 */
final class ImageAugmentation {
  private static final int ONE = 1 << 8;

  /** Range of an erased rectangle's area as a share of the image's. */
  private static final double LEAST_AREA = 0.02;

  private static final double LARGEST_AREA = 0.25;

  /** Largest ratio of its sides. */
  private static final double LARGEST_RATIO = 3.3;

  private final int height;
  private final int width;
  private final AugmentationSettings settings;

  ImageAugmentation(ImageSize size, AugmentationSettings settings) {
    this.height = size.height();
    this.width = size.width();
    this.settings = settings;
  }

  /**
   * Writes an augmented copy of an image.
   *
   * @param from 3 * height * width levels, channels first
   * @param to receives the copy at {@code offset}
   */
  void apply(byte[] from, byte[] to, int offset, SplittableRandom random) {
    boolean flip = random.nextDouble() < settings.flip();
    double spread = Math.log1p(settings.scale());
    double zoom = Math.exp(spread * (2 * random.nextDouble() - 1));
    double aspect = Math.exp(spread / 2 * (2 * random.nextDouble() - 1));
    int[] columns =
        sources(width, zoom * aspect, settings.shift() * (2 * random.nextDouble() - 1), flip);
    int[] rows =
        sources(height, zoom / aspect, settings.shift() * (2 * random.nextDouble() - 1), false);
    for (int channel = 0; channel < 3; channel++) {
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        int top = rows[y] >> 8;
        int down = rows[y] & (ONE - 1);
        int upper = plane + top * width;
        int lower = plane + Math.min(height - 1, top + 1) * width;
        int out = offset + plane + y * width;
        for (int x = 0; x < width; x++) {
          int left = columns[x] >> 8;
          int right = Math.min(width - 1, left + 1);
          int across = columns[x] & (ONE - 1);
          int above =
              (from[upper + left] & 255) * (ONE - across) + (from[upper + right] & 255) * across;
          int below =
              (from[lower + left] & 255) * (ONE - across) + (from[lower + right] & 255) * across;
          int level = above * (ONE - down) + below * down;
          to[out + x] = (byte) ((level + (1 << 15)) >> 16);
        }
      }
    }
    // Without erasing no number is drawn, so that earlier recipes give the same batches.
    if (settings.erasing() > 0 && random.nextDouble() < settings.erasing()) {
      erase(to, offset, random);
    }
  }

  /** Fills a rectangle at a random place with random pixels. */
  private void erase(byte[] pixels, int offset, SplittableRandom random) {
    double area = height * width * random.nextDouble(LEAST_AREA, LARGEST_AREA);
    double ratio = Math.exp(Math.log(LARGEST_RATIO) * random.nextDouble(-1, 1));
    int rows = side(Math.sqrt(area * ratio), height);
    int columns = side(Math.sqrt(area / ratio), width);
    int top = random.nextInt(height - rows + 1);
    int left = random.nextInt(width - columns + 1);
    for (int channel = 0; channel < 3; channel++) {
      for (int y = top; y < top + rows; y++) {
        int row = offset + (channel * height + y) * width;
        for (int x = left; x < left + columns; x++) {
          pixels[row + x] = (byte) random.nextInt(256);
        }
      }
    }
  }

  private static int side(double length, int most) {
    return (int) Math.max(1, Math.min(most, Math.round(length)));
  }

  /** Source coordinate of each pixel along a side, in 1/256 pixels. */
  private static int[] sources(int side, double zoom, double shift, boolean flip) {
    int[] sources = new int[side];
    double centre = (side - 1) / 2.0;
    for (int i = 0; i < side; i++) {
      double source = (i - centre) / zoom + centre + shift * side;
      source = Math.max(0, Math.min(side - 1, source));
      sources[flip ? side - 1 - i : i] = (int) Math.round(source * ONE);
    }
    return sources;
  }
}
