package io.cmaclip.model.prediction;

/**
 * Sketches of listings: the signs of 64 random projections of the embeddings of image and title.
 * The expected share of different signs is the angle between two listings, divided by a half turn.
 * Only sketches of one model can be compared. Immutable and thread-safe.
 */
public final class Sketch {
  /** No sketch: neither image nor title, or an answer that was stored without one. */
  public static final long NONE = 0;

  /** From this distance on, a listing is no near-duplicate of another one. */
  public static final int UNRELATED = 15;

  /** A word more turns the embedding of a title further than noise turns that of an image. */
  private static final double TITLE_WEIGHT = 1.0 / 3;

  private static final long STEP = 0x9E3779B97F4A7C15L;

  private final int width;

  /** 1 or -1 by column of image and title, and bit; a table, because each listing needs all. */
  private final float[][] signs;

  /** Sketches of embeddings of {@code width} columns. */
  public Sketch(int width) {
    this.width = width;
    signs = new float[2 * width][Long.SIZE];
    for (int column = 0; column < signs.length; column++) {
      long bits = random(column + 1);
      for (int bit = 0; bit < Long.SIZE; bit++) {
        signs[column][bit] = (bits >>> bit & 1) == 0 ? 1 : -1;
      }
    }
  }

  /**
   * The sketch of two embeddings.
   *
   * @param image zeros if the listing has none
   * @param title zeros if the listing has none
   */
  public long of(float[] image, float[] title) {
    float[] sums = new float[Long.SIZE];
    project(image, 1, 0, sums);
    project(title, TITLE_WEIGHT, width, sums);
    long sketch = NONE;
    for (int bit = 0; bit < sums.length; bit++) {
      sketch |= sums[bit] > 0 ? 1L << bit : 0;
    }
    return sketch;
  }

  /** Adds the projections of an embedding, scaled to a length. */
  private void project(float[] embedding, double length, int column, float[] sums) {
    double squares = 0;
    for (float value : embedding) {
      squares += value * value;
    }
    float scale = squares == 0 ? 0 : (float) (length / Math.sqrt(squares));
    for (int i = 0; i < width; i++) {
      addScaled(signs[column + i], embedding[i] * scale, sums);
    }
  }

  /** A loop that the JIT compiler vectorises. */
  private static void addScaled(float[] row, float factor, float[] sums) {
    for (int bit = 0; bit < sums.length; bit++) {
      sums[bit] += row[bit] * factor;
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
