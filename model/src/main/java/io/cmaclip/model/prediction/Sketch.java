package io.cmaclip.model.prediction;

/**
 * Sketches of listings: the signs of 64 random projections of the embeddings of image and title.
 * The expected share of different signs is the angle between two listings, divided by a half turn.
 */
public final class Sketch {
  /** No sketch: neither image nor title, or an answer that was stored without one. */
  public static final long NONE = 0;

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Sketch() {}

  /**
   * The sketch of embeddings. Each is scaled to length 1 first, so that they have the same weight.
   *
   * @param embeddings always of the same lengths; zeros for a modality that the listing does not
   *     have
   */
  public static long of(float[]... embeddings) {
    double[] sums = new double[Long.SIZE];
    long column = 0;
    for (float[] embedding : embeddings) {
      double squares = 0;
      for (float value : embedding) {
        squares += value * value;
      }
      double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
      for (float value : embedding) {
        long signs = random(++column);
        double scaled = value * scale;
        for (int bit = 0; bit < sums.length; bit++) {
          sums[bit] += (signs >>> bit & 1) == 0 ? scaled : -scaled;
        }
      }
    }
    long sketch = NONE;
    for (int bit = 0; bit < sums.length; bit++) {
      sketch |= sums[bit] > 0 ? 1L << bit : 0;
    }
    return sketch;
  }

  /** Number of different signs, 0 to 64. */
  public static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }

  /** SplitMix64, so that sketches are the same on every Java version. */
  private static long random(long index) {
    long z = index * STEP;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
