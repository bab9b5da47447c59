package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Settings for fetching images by URL.
 *
 * @param timeLimit of one attempt, from the name lookup to the last byte, without waiting for a
 *     bulkhead permit
 * @param retries further attempts after a failure of the host
 * @param maxBytes largest image file, in bytes
 * @param maxBufferedBytes total size of the files being received or waiting for decoding, at least
 *     {@code maxBytes}
 * @param concurrencyPerHost concurrent attempts at one host
 * @param concurrency concurrent attempts at all hosts
 * @param maxHosts hosts whose state is kept
 * @param allowedCidrs permitted address ranges that are not public
 * @param allowedPorts permitted ports
 * @param namedHosts hosts with their own meters
 * @param cacheBytes size of the cache, in bytes; 0 disables it
 */
public record FetchSettings(
    Duration timeLimit,
    int retries,
    int maxBytes,
    long maxBufferedBytes,
    int concurrencyPerHost,
    int concurrency,
    int maxHosts,
    List<Cidr> allowedCidrs,
    Set<Integer> allowedPorts,
    Set<String> namedHosts,
    long cacheBytes,
    BreakerSettings breaker) {
  private static final int MB = 1 << 20;

  /** Largest number of redirects of one fetch. */
  static final int MAX_REDIRECTS = 3;

  /** Longest pause before a retry within a fetch. */
  static final Duration LONGEST_RETRY_PAUSE = Duration.ofSeconds(2);

  public static final FetchSettings DEFAULT =
      new FetchSettings(
          Duration.ofSeconds(5),
          1,
          8 * MB,
          128L * MB,
          8,
          256,
          500,
          List.of(),
          Set.of(80, 443),
          Set.of(),
          64L * MB,
          BreakerSettings.DEFAULT);

  public FetchSettings {
    if (maxBufferedBytes < maxBytes) {
      throw new IllegalArgumentException(
          "fetch buffered bytes = " + maxBufferedBytes + ": must be at least " + maxBytes);
    }
    allowedCidrs = List.copyOf(allowedCidrs);
    allowedPorts = Set.copyOf(allowedPorts);
    namedHosts = Set.copyOf(namedHosts);
  }

  /**
   * The longest delay that a host which stops responding causes for later listings: consecutive
   * attempts, each up to the time limit, until the circuit breaker opens.
   */
  public Duration longestDelayByOneHost() {
    return timeLimit.multipliedBy(breaker.failuresToOpen());
  }
}
