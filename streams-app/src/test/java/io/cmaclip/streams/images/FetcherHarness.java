package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A fetcher with short time limits that may connect to the loopback address. */
public final class FetcherHarness implements AutoCloseable {
  /** Long enough for a first request on a busy machine. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** For hosts that never respond. */
  static final Duration SHORT_LIMIT = Duration.ofMillis(300);

  static final int MAX_BYTES = 100_000;

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final TestNames names;
  final ImageFetcher fetcher;

  private FetcherHarness(FetchSettings settings, TestNames names, SSLContext tls) {
    this.names = names;
    this.fetcher = new ImageFetcher(settings, "test-agent/1.0", meters, names, tls);
  }

  static FetcherHarness open(FetchSettings settings) {
    return new FetcherHarness(settings, new TestNames(), null);
  }

  static FetcherHarness open(FetchSettings settings, TestNames names, SSLContext tls) {
    return new FetcherHarness(settings, names, tls);
  }

  /** For tests of other packages. */
  public static ImageSource source(FetchSettings settings) {
    return open(settings).fetcher;
  }

  /** No retries, the loopback range allowed. */
  public static FetchSettings settings(Set<Integer> ports, BreakerSettings breaker) {
    return settings(LIMIT, ports, breaker);
  }

  /** The same settings for hosts that never respond. */
  public static FetchSettings impatient(Set<Integer> ports, BreakerSettings breaker) {
    return settings(SHORT_LIMIT, ports, breaker);
  }

  /** The same settings with a time limit. */
  public static FetchSettings settings(
      Duration timeLimit, Set<Integer> ports, BreakerSettings breaker) {
    return new FetchSettings(
        timeLimit,
        0,
        MAX_BYTES,
        10 * MAX_BYTES,
        4,
        64,
        20,
        List.of(Cidr.parse("127.0.0.0/8")),
        ports,
        Set.of("shop.test"),
        1 << 20,
        breaker);
  }

  /** A circuit breaker that opens after the given failures and stays open. */
  public static BreakerSettings opensAfter(int failures) {
    return new BreakerSettings(
        failures,
        failures,
        100,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5));
  }

  static BreakerSettings neverOpens() {
    return opensAfter(1000);
  }

  byte[] get(String url) throws FetchFailedException {
    return get(url, null);
  }

  byte[] get(String url, String sha256) throws FetchFailedException {
    try (FetchedImage image = await(fetcher.fetch(url, sha256))) {
      return image.bytes();
    }
  }

  FetchCause failure(String url) {
    return failure(url, null);
  }

  FetchCause failure(String url, String sha256) {
    try {
      get(url, sha256);
    } catch (FetchFailedException e) {
      assertThat(e.getMessage()).doesNotContain("secret");
      return e.reason();
    }
    throw new AssertionError("fetched");
  }

  static FetchedImage await(CompletableFuture<FetchedImage> fetch) throws FetchFailedException {
    try {
      return fetch.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FetchFailedException failed) {
        throw failed;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  static void until(Callable<Boolean> holds) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(20))
        .until(holds);
  }

  @Override
  public void close() {
    fetcher.close();
    until(() -> fetcher.bufferedBytes() == 0);
  }
}
