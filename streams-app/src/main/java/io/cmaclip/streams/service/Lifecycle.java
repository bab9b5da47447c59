package io.cmaclip.streams.service;

import java.time.Duration;

/**
 * Time limits of rebalance and shutdown.
 *
 * @param longestRebalance duration of a rebalance above which the service is unready, default 1 min
 * @param shutdownLimit longest wait for stream threads on close, default 30 s
 */
public record Lifecycle(Duration longestRebalance, Duration shutdownLimit) {
  public static final Lifecycle DEFAULT =
      new Lifecycle(Duration.ofMinutes(1), Duration.ofSeconds(30));

  public Lifecycle {
    if (longestRebalance.isNegative()) {
      throw new IllegalArgumentException(
          "longest rebalance = " + longestRebalance + ": must be 0 or more");
    }
    if (shutdownLimit.isNegative() || shutdownLimit.isZero()) {
      throw new IllegalArgumentException("shutdown limit = " + shutdownLimit + ": must be above 0");
    }
  }
}
