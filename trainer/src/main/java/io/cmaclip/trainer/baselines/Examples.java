package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * Listings as features and classes.
 *
 * @param titles one per row; empty where there is no title
 * @param pictures one per row, each of {@code pictureSize} values; null where there is no picture
 * @param labels class number per row and task; -1 where there is no label
 */
record Examples(SparseVector[] titles, float[][] pictures, int[][] labels) {
  int size() {
    return labels.length;
  }

  /** The same rows without pictures. */
  Examples titlesOnly() {
    return new Examples(titles, new float[size()][], labels);
  }

  /** The same rows without titles. */
  Examples picturesOnly() {
    SparseVector[] none = new SparseVector[size()];
    Arrays.fill(none, SparseVector.EMPTY);
    return new Examples(none, pictures, labels);
  }
}
