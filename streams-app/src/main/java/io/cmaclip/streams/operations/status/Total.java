package io.cmaclip.streams.operations.status;

/**
 * What a meter has added up.
 *
 * @param count values recorded
 * @param sum of these
 */
record Total(long count, double sum) {
  static final Total NONE = new Total(0, 0);

  /** What was recorded since an earlier moment. */
  Total minus(Total earlier) {
    return new Total(count - earlier.count, sum - earlier.sum);
  }

  /** NaN where nothing was recorded. */
  double mean() {
    return count > 0 ? sum / count : Double.NaN;
  }
}
