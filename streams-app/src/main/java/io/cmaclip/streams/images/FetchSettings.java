package io.cmaclip.streams.images;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How pictures given by address are fetched.
 *
 * @param timeLimit longest time of one attempt, from the name to the last byte, default 5 s.
 *     Waiting for a place does not count
 * @param retries further attempts after one that failed by the host's fault, 0 to 10, default 1
 * @param maxBytes largest picture file, 1 KB to 64 MB, default 8 MB
 * @param maxBufferedBytes files being received or waiting for decoding, all together, at least
 *     maxBytes, default 128 MB
 * @param concurrencyPerHost attempts at one host at the same time, 1 to 1,024, default 8
 * @param concurrency attempts at all hosts together, 1 to 10,000, default 256
 * @param maxHosts hosts that are remembered, 1 to 100,000, default 500
 * @param allowedCidrs ranges that may be connected to although they are not public
 * @param allowedPorts ports that may be connected to, default 80 and 443
 * @param namedHosts hosts that meters show by name, all others together
 * @param cacheBytes files kept, 0 for none, default 64 MB
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
  private static final int KB = 1 << 10;
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
    Limits.positive("fetch time limit", timeLimit);
    Limits.check("fetch retries", retries, 0, 10, "retries");
    Limits.check("fetch bytes", maxBytes, KB, 64 * MB, "bytes");
    Limits.check("fetch buffered bytes", maxBufferedBytes, maxBytes, Long.MAX_VALUE, "bytes");
    Limits.check("fetches per host", concurrencyPerHost, 1, 1024, "attempts");
    Limits.check("fetches", concurrency, 1, 10_000, "attempts");
    Limits.check("hosts remembered", maxHosts, 1, 100_000, "hosts");
    Limits.check("cache bytes", cacheBytes, 0, Long.MAX_VALUE, "bytes");
    allowedPorts.forEach(port -> Limits.check("allowed port", port, 1, 65_535, "port"));
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
