package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * The features of one title that are not zero.
 *
 * @param index feature numbers, rising
 * @param value as many values
 */
record SparseVector(int[] index, float[] value) {
  static final SparseVector EMPTY = new SparseVector(new int[0], new float[0]);

  /** Both vectors' features; the second's numbers are moved behind the first's. */
  static SparseVector join(SparseVector first, int firstSize, SparseVector second) {
    int[] index = Arrays.copyOf(first.index, first.index.length + second.index.length);
    float[] value = Arrays.copyOf(first.value, index.length);
    for (int i = 0; i < second.index.length; i++) {
      index[first.index.length + i] = firstSize + second.index[i];
      value[first.index.length + i] = second.value[i];
    }
    return new SparseVector(index, value);
  }
}
