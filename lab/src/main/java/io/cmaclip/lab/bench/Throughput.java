package io.cmaclip.lab.bench;

import io.cmaclip.model.errors.UserException;
import java.util.List;

/**
 * Measured throughput.
 *
 * @param listings answered listings
 * @param cpu CPU time of the measured interval
 */
record Throughput(int listings, double seconds, CpuTimes.Sample cpu) {
  /** Answers appear at commits, so the two counts differ by the listings of a commit. */
  private static final double TOLERANCE = 0.1;

  /**
   * This measurement of a service that classifies each listing once.
   *
   * @throws UserException when more or fewer listings were answered than classified in the
   *     interval: the rate would be that of a queue that fills or empties
   */
  Throughput steady() {
    if (Math.abs(listings - cpu.classified()) > TOLERANCE * listings) {
      throw new UserException(
          "%d listings were answered but %d classified in the measured %.1f s; measure more listings"
              .formatted(listings, cpu.classified(), seconds));
    }
    return this;
  }

  double perSecond() {
    return listings / seconds;
  }

  /** Throughput of several intervals. */
  static double perSecond(List<Throughput> intervals) {
    return intervals.stream().mapToInt(Throughput::listings).sum()
        / intervals.stream().mapToDouble(Throughput::seconds).sum();
  }
}
