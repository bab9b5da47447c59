package io.cmaclip.batching;

import java.time.Duration;

/**
 * What is done about a batch function that fails its self-test or does not come back.
 *
 * @param firstBackOff wait before the first repeated self-test, default 100 ms; doubled each time
 * @param longestBackOff where the doubling ends, default 10 s
 * @param stallUnready a call that lasts longer makes its batcher unhealthy, default 30 s
 * @param stallExit a call that lasts longer goes to the {@link FatalHandler}, so that another
 *     process can take over the work; default 5 min
 */
public record SupervisionSettings(
    Duration firstBackOff, Duration longestBackOff, Duration stallUnready, Duration stallExit) {
  public static final SupervisionSettings DEFAULT =
      new SupervisionSettings(
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  public SupervisionSettings {
    if (firstBackOff.isNegative() || firstBackOff.isZero()) {
      throw new IllegalArgumentException("first back-off = " + firstBackOff + ": must be above 0");
    }
    if (longestBackOff.compareTo(firstBackOff) < 0) {
      throw new IllegalArgumentException(
          "longest back-off = " + longestBackOff + ": must be at least " + firstBackOff);
    }
    if (stallExit.compareTo(stallUnready) < 0) {
      throw new IllegalArgumentException(
          "stall exit = " + stallExit + ": must be at least " + stallUnready);
    }
  }
}
