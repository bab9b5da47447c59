package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * Listings as features and classes.
 *
 * @param titles one per row; empty where there is no title
 * @param images one per row, each of {@code imageSize} values; null where there is no image
 * @param labels class number per row and task; -1 where there is no label
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
