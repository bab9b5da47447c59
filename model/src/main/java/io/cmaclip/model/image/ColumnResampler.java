package io.cmaclip.model.image;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Resizes vertically: adds each row to the results that it contributes to, so that only those few
 * are in memory. Owned by one thread.
 */
final class ColumnResampler {
  private static final int HALF = 1 << (ResampleWindow.BITS - 1);

  private final ResampleWindow window;
  private final int length;
  private final ImageFrame frame;

  /** Sums of the results from {@link #finished} to {@link #begun}, exclusive. */
  private final int[][] sums;

  private final Deque<int[]> free = new ArrayDeque<>();
  private int finished;
  private int begun;

  /**
   * @param length of a row: 3 * width
   * @param frame receives the results
   */
  ColumnResampler(ResampleWindow window, int length, ImageFrame frame) {
    this.window = window;
    this.length = length;
    this.frame = frame;
    this.sums = new int[window.first().length][];
  }

  /**
   * Adds row {@code y} and the one after it. Rows come in order.
   *
   * @param second null at the end
   */
  void add(int y, int[] first, int[] second) {
    int next = second == null ? y + 1 : y + 2;
    while (begun < sums.length && window.first()[begun] < next) {
      int[] row = free.isEmpty() ? new int[length] : free.pop();
      Arrays.fill(row, HALF);
      sums[begun++] = row;
    }
    for (int i = finished; i < begun; i++) {
      if (second == null) {
        add(sums[i], first, weight(i, y));
      } else {
        add(sums[i], first, weight(i, y), second, weight(i, y + 1));
      }
    }
    while (finished < begun
        && window.first()[finished] + window.weights()[finished].length <= next) {
      int[] row = sums[finished];
      sums[finished] = null;
      toLevels(row);
      frame.write(finished++, row);
      free.push(row);
    }
  }

  private int weight(int result, int row) {
    int[] weights = window.weights()[result];
    int index = row - window.first()[result];
    return index >= 0 && index < weights.length ? weights[index] : 0;
  }

  // The JIT compiler vectorises these loops over int arrays.

  private static void add(int[] sums, int[] row, int weight) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weight * row[x];
    }
  }

  private static void add(int[] sums, int[] a, int weightA, int[] b, int weightB) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weightA * a[x] + weightB * b[x];
    }
  }

  private static void toLevels(int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] = Math.max(0, Math.min(255, sums[x] >> ResampleWindow.BITS));
    }
  }
}
