package io.cmaclip.streams.bench;

/**
 * How fast answers came, over the middle three quarters, so that start and end do not count.
 *
 * @param listings answered in that time
 * @param seconds that time
 */
record Throughput(int listings, double seconds) {
  double perSecond() {
    return listings / seconds;
  }
}
