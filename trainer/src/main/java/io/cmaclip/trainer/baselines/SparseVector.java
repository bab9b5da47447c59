package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * The non-zero features of one title.
 *
 * @param index feature numbers, ascending
 * @param value the value of each feature
 */
record SparseVector(int[] index, float[] value) {
  static final SparseVector EMPTY = new SparseVector(new int[0], new float[0]);

  /** Concatenates two vectors. */
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
