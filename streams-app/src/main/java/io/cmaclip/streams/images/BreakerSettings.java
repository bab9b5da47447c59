package io.cmaclip.streams.images;

import java.time.Duration;

/**
 * When a host is given up for a while.
 *
 * @param window latest attempts that are looked at, 1 to 1,000, default 10
 * @param minimumCalls attempts before anything is decided, 1 to the window, default 5: a host that
 *     was dead from the start is given up after so many failures
 * @param failurePercent share of failed, or of slow, attempts that opens the circuit, 1 to 100,
 *     default 50
 * @param slowCall an attempt that lasts longer counts as slow, default 3 s
 * @param openFor first pause before the host is tried again, default 10 s; doubled each time, with
 *     jitter
 * @param longestOpenFor where that doubling ends, default 5 min
 */
public record BreakerSettings(
    int window,
    int minimumCalls,
    int failurePercent,
    Duration slowCall,
    Duration openFor,
    Duration longestOpenFor) {
  public static final BreakerSettings DEFAULT =
      new BreakerSettings(
          10, 5, 50, Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMinutes(5));

  public BreakerSettings {
    Limits.check("breaker window", window, 1, 1000, "attempts");
    Limits.check("breaker minimum calls", minimumCalls, 1, window, "attempts");
    Limits.check("breaker failure rate", failurePercent, 1, 100, "percent");
    Limits.positive("breaker slow call", slowCall);
    Limits.positive("breaker open for", openFor);
    if (longestOpenFor.compareTo(openFor) < 0) {
      throw new IllegalArgumentException(
          "breaker longest open for = " + longestOpenFor + ": must be at least " + openFor);
    }
  }

  /**
   * Most failures in a row that a host can cost before it is given up, however well it did before.
   */
  public int failuresToOpen() {
    return Math.max(minimumCalls, (int) Math.ceil(window * failurePercent / 100.0));
  }
}
