package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * Features and labels of listings.
 *
 * @param titles one per row; empty without a title
 * @param images rows of {@code imageSize} values; null without an image
 * @param labels class number per row and task; -1 without a label
 */
record Examples(SparseVector[] titles, float[][] images, int[][] labels) {
  int size() {
    return labels.length;
  }

  /** The same rows without images. */
  Examples titlesOnly() {
    return new Examples(titles, new float[size()][], labels);
  }

  /** The same rows without titles. */
  Examples imagesOnly() {
    SparseVector[] none = new SparseVector[size()];
    Arrays.fill(none, SparseVector.EMPTY);
    return new Examples(none, images, labels);
  }
}
