package io.cmaclip.batching;

import java.time.Duration;

/**
 * Handling of a batch function that fails its self-test or does not return.
 *
 * @param firstBackOff delay before the first retry of the self-test, default 100 ms; doubles on
 *     each retry
 * @param longestBackOff maximum delay, default 10 s
 * @param stallUnready duration of a call after which its batcher is unhealthy, default 30 s
 * @param stallExit duration of a call after which the {@link FatalHandler} is called, so that
 *     another process can take over, default 5 min
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
