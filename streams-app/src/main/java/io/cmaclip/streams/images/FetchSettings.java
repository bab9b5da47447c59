package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How images given by address are fetched.
 *
 * @param timeLimit longest time of one attempt, from the name to the last byte; waiting for a place
 *     does not count
 * @param retries further attempts after one that failed by the host's fault
 * @param maxBytes largest image file
 * @param maxBufferedBytes files being received or waiting for decoding, all together, at least
 *     {@code maxBytes}
 * @param concurrencyPerHost attempts at one host at the same time
 * @param concurrency attempts at all hosts together
 * @param maxHosts hosts that are remembered
 * @param allowedCidrs ranges that may be connected to although they are not public
 * @param allowedPorts ports that may be connected to
 * @param namedHosts hosts that meters show by name, all others together
 * @param cacheBytes files kept, 0 for none
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

  /** Redirects of one fetch that are followed. */
  static final int MAX_REDIRECTS = 3;

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
   * Longest time by which a host that stops answering can delay a listing behind another one:
   * failures until it is given up, one after the other, each as long as an attempt may last.
   */
  public Duration longestDelayByOneHost() {
    return timeLimit.multipliedBy(breaker.failuresToOpen());
  }
}
