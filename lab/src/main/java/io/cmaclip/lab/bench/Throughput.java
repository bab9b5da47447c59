package io.cmaclip.lab.bench;

/**
 * Measured throughput.
 *
 * @param listings answered listings
 * @param cpu CPU time of the measured interval
 */
record Throughput(int listings, double seconds, CpuTimes.Sample cpu) {
  double perSecond() {
    return listings / seconds;
  }
}
