package io.cmaclip.streams.images;

import java.time.Duration;

/**
 * Settings of the circuit breaker of each image host.
 *
 * @param window number of latest attempts in the failure rate
 * @param minimumCalls attempts before the circuit breaker can open, at most the window
 * @param failurePercent rate of failed or slow attempts that opens the circuit breaker, 1 to 100
 * @param slowCall an attempt that takes longer counts as slow
 * @param openFor first pause before the circuit breaker lets attempts through; doubles each time,
 *     with jitter
 * @param longestOpenFor upper limit of the pause, at least {@code openFor}
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

  /** The largest number of consecutive failures before the circuit breaker opens. */
  public int failuresToOpen() {
    return Math.max(minimumCalls, (int) Math.ceil(window * failurePercent / 100.0));
  }
}
