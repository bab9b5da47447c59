package io.cmaclip.trainer.batches;

import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.util.SplittableRandom;

/** Mirrors, scales and shifts images; pixels from outside the image repeat its edge. */
final class ImageAugmentation {
  private static final int ONE = 1 << 8;

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
