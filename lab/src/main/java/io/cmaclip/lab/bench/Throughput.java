package io.cmaclip.lab.bench;

/**
 * How fast answers came.
 *
 * @param listings answered in that time
 * @param seconds that time
 * @param cpu processor time spent meanwhile
 */
record Throughput(int listings, double seconds, CpuTimes.Sample cpu) {
  double perSecond() {
    return listings / seconds;
  }
}
