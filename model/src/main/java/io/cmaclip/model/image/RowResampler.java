package io.cmaclip.model.image;

/**
 * Resizes rows horizontally, two at a time: the levels of both are the halves of one long, so that
 * one multiplication serves two rows. The sums of a half stay below 2^31, and a borrow from the
 * lower half is undone at the end. Owned by one thread.
 */
final class RowResampler {
  private static final int HALF = 1 << (ResampleWindow.BITS - 1);
  private static final long BOTH_HALVES = (long) HALF << 32 | HALF;

  private final PixelRows rows;
  private final ResampleWindow window;
  private final int low;
  private final int columns;
  private final byte[] firstRow;
  private final byte[] secondRow;
  private final long[] pairs;
  private final int[] first;
  private final int[] second;

  /**
   * @param window null if the width stays the same
   * @param crop first column of the result; of no meaning with a window, which begins there
   * @param width of the result, in pixels
   */
  RowResampler(PixelRows rows, ResampleWindow window, int crop, int width) {
    this.rows = rows;
    this.window = window;
    this.low = window == null ? crop : window.low();
    this.columns = window == null ? width : window.high() - low;
    this.firstRow = new byte[3 * columns];
    this.secondRow = new byte[3 * columns];
    this.pairs = new long[3 * columns];
    this.first = new int[3 * width];
    this.second = new int[3 * width];
  }

  /** Resizes two rows, which may be the same. */
  void resample(int y, int next) {
    rows.read(y, low, columns, firstRow);
    rows.read(next, low, columns, secondRow);
    if (window == null) {
      toPlanes(firstRow, first);
      toPlanes(secondRow, second);
      return;
    }
    pack(firstRow, secondRow, pairs);
    int width = first.length / 3;
    for (int x = 0; x < width; x++) {
      weigh(window.weights()[x], 3 * (window.first()[x] - low), x, width);
    }
  }

  /** Levels of the first row: R of all columns, then G, then B. Valid until the next call. */
  int[] first() {
    return first;
  }

  /** Levels of the second row. */
  int[] second() {
    return second;
  }

  private void weigh(int[] weights, int from, int x, int width) {
    long red = BOTH_HALVES;
    long green = BOTH_HALVES;
    long blue = BOTH_HALVES;
    int at = from;
    for (long weight : weights) {
      red += weight * pairs[at];
      green += weight * pairs[at + 1];
      blue += weight * pairs[at + 2];
      at += 3;
    }
    put(red, x);
    put(green, x + width);
    put(blue, x + 2 * width);
  }

  private void put(long sums, int at) {
    int lower = (int) sums;
    first[at] = level(lower);
    second[at] = level((int) ((sums - lower) >> 32));
  }

  private static void pack(byte[] first, byte[] second, long[] pairs) {
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = (first[i] & 0xFFL) | (second[i] & 0xFFL) << 32;
    }
  }

  private static void toPlanes(byte[] row, int[] planes) {
    int width = planes.length / 3;
    for (int x = 0; x < width; x++) {
      planes[x] = row[3 * x] & 0xFF;
      planes[x + width] = row[3 * x + 1] & 0xFF;
      planes[x + 2 * width] = row[3 * x + 2] & 0xFF;
    }
  }

  private static int level(int sum) {
    return Math.max(0, Math.min(255, sum >> ResampleWindow.BITS));
  }
}
