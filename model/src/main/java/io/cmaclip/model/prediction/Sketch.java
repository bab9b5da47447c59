package io.cmaclip.model.prediction;

/**
 * Sketches of listings: the signs of 64 random projections of the embeddings of image and title.
 * The expected share of different signs is the angle between two listings, divided by a half turn.
 * Only sketches of one model can be compared.
 */
public final class Sketch {
  /** No sketch: neither image nor title, or an answer that was stored without one. */
  public static final long NONE = 0;

  /** From this distance on, a listing is no near-duplicate of another one. */
  public static final int UNRELATED = 15;

  /** A word more turns the embedding of a title further than noise turns that of an image. */
  private static final double TITLE_WEIGHT = 1.0 / 3;

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Sketch() {}

  /**
   * The sketch of embeddings of any length.
   *
   * @param image zeros if the listing has none
   * @param title zeros if the listing has none
   */
  public static long of(float[] image, float[] title) {
    double[] sums = new double[Long.SIZE];
    project(image, 1, 0, sums);
    project(title, TITLE_WEIGHT, image.length, sums);
    long sketch = NONE;
    for (int bit = 0; bit < sums.length; bit++) {
      sketch |= sums[bit] > 0 ? 1L << bit : 0;
    }
    return sketch;
  }

  /** Adds the projections of an embedding, scaled to a length. */
  private static void project(float[] embedding, double length, int column, double[] sums) {
    double squares = 0;
    for (float value : embedding) {
      squares += value * value;
    }
    double scale = squares == 0 ? 0 : length / Math.sqrt(squares);
    for (int i = 0; i < embedding.length; i++) {
      long signs = random(column + i + 1);
      double scaled = embedding[i] * scale;
      for (int bit = 0; bit < sums.length; bit++) {
        sums[bit] += (signs >>> bit & 1) == 0 ? scaled : -scaled;
      }
    }
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
