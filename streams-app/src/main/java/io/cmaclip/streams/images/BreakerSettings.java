package io.cmaclip.streams.images;

import java.time.Duration;

/**
 * When a host is given up for a while.
 *
 * @param window latest attempts that are looked at
 * @param minimumCalls attempts before anything is decided, at most the window: a host that was dead
 *     from the start is given up after so many failures
 * @param failurePercent share of failed, or of slow, attempts that opens the circuit, 1 to 100
 * @param slowCall an attempt that lasts longer counts as slow
 * @param openFor first pause before the host is tried again; doubled each time, with jitter
 * @param longestOpenFor where that doubling ends, at least {@code openFor}
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
    if (minimumCalls > window) {
      throw new IllegalArgumentException(
          "breaker minimum calls = " + minimumCalls + ": must be at most the window, " + window);
    }
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
