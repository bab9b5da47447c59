package io.cmaclip.streams.operations.status;

/**
 * Count and sum of the values of a meter.
 *
 * @param count number of values
 * @param sum sum of the values
 */
record Total(long count, double sum) {
  static final Total NONE = new Total(0, 0);

  Total minus(Total earlier) {
    return new Total(count - earlier.count, sum - earlier.sum);
  }

  /** NaN without values. */
  double mean() {
    return count > 0 ? sum / count : Double.NaN;
  }
}
