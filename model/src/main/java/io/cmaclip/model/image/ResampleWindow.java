package io.cmaclip.model.image;

/**
 * Weights of Pillow's bicubic filter (a = -0.5, widened by the scale factor for antialiasing) for a
 * window of one axis, as fixed-point numbers with {@value #BITS} fractional bits.
 *
 * @param first per output index, the first input index
 * @param weights per output index, the weights of the inputs from {@code first}
 */
record ResampleWindow(int[] first, int[][] weights) {
  static final int BITS = 22;

  private static final double SUPPORT = 2;

  /**
   * @param in input
   * @param resized length of the whole resized axis
   * @param from first index of the window on the resized axis
   * @param count length of the window
   */
  static ResampleWindow of(Reduction.Axis in, int resized, int from, int count) {
    double scale = in.length() / resized;
    double wide = Math.max(scale, 1.0);
    double reach = SUPPORT * wide;
    double narrow = 1.0 / wide;
    int[] first = new int[count];
    int[][] weights = new int[count][];
    for (int i = 0; i < count; i++) {
      double centre = in.start() + (from + i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int high = Math.min(in.pixels(), (int) (centre + reach + 0.5));
      double[] exact = new double[high - low];
      double sum = 0;
      for (int j = 0; j < exact.length; j++) {
        exact[j] = cubic((j + low - centre + 0.5) * narrow);
        sum += exact[j];
      }
      first[i] = low;
      weights[i] = new int[exact.length];
      for (int j = 0; j < exact.length; j++) {
        double weight = (sum == 0 ? exact[j] : exact[j] / sum) * (1 << BITS);
        weights[i][j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
    }
    return new ResampleWindow(first, weights);
  }

  /** First input index of the window. */
  int low() {
    return first[0];
  }

  /** Last input index of the window, exclusive. */
  int high() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }

  private static double cubic(double x) {
    double a = -0.5;
    double t = Math.abs(x);
    if (t < 1.0) {
      return ((a + 2.0) * t - (a + 3.0)) * t * t + 1;
    }
    return t < 2.0 ? (((t - 5) * t + 8) * t - 4) * a : 0.0;
  }
}
