package io.cmaclip.streams.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.ImageServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostIsolationTest {
  private static final byte[] IMAGE = ImageServer.image();

  private ImageServer server;

  @BeforeEach
  void open() throws IOException {
    server = ImageServer.http();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aHangingHostDoesNotBlockOtherHosts() throws Exception {
    server.serving("/a", IMAGE);
    try (RawServer silent = RawServer.silent();
        FetcherHarness harness = open(FetcherHarness.neverOpens(), silent.port())) {
      List<CompletableFuture<FetchedImage>> hanging = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        hanging.add(harness.fetcher.fetch(silent.url("dead.test"), null));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(harness.get(server.url("shop.test", "/a"))).isEqualTo(IMAGE);
      }
      assertThat(silent.connections).hasValueLessThan(20);
      hanging.forEach(fetch -> fetch.cancel(false));
    }
  }

  @Test
  void limitsConcurrentAttemptsPerHostAndCompletesEveryFetch() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.on(
        "/a",
        exchange -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          sleep(5);
          running.decrementAndGet();
          ImageServer.answer(exchange, 200, IMAGE);
        });
    try (FetcherHarness harness = open(FetcherHarness.neverOpens())) {
      List<CompletableFuture<FetchedImage>> fetches = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        fetches.add(harness.fetcher.fetch(server.url("shop.test", "/a"), null));
      }
      for (CompletableFuture<FetchedImage> fetch : fetches) {
        try {
          FetcherHarness.await(fetch).close();
        } catch (FetchFailedException overloaded) {
          throw new AssertionError(overloaded);
        }
      }
      assertThat(most.get()).isBetween(2, 4);
    }
  }

  @Test
  void opensTheCircuitBreakerOfADeadHostWithinTheDocumentedDelay() throws Exception {
    try (RawServer silent = RawServer.silent();
        FetcherHarness harness = impatient(FetcherHarness.opensAfter(5), silent.port())) {
      FetchSettings settings = FetcherHarness.impatient(Set.of(), FetcherHarness.opensAfter(5));
      assertThat(settings.longestDelayByOneHost())
          .isEqualTo(FetcherHarness.SHORT_LIMIT.multipliedBy(5));
      long start = System.nanoTime();
      int failures = 0;
      while (harness.failure(silent.url("dead.test")) == FetchCause.TIMED_OUT) {
        failures++;
      }
      Duration delay = Duration.ofNanos(System.nanoTime() - start);
      assertThat(failures).isEqualTo(5);
      assertThat(delay).isLessThan(settings.longestDelayByOneHost().plusSeconds(5));
      int connections = silent.connections.get();
      start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        assertThat(harness.failure(silent.url("dead.test"))).isEqualTo(FetchCause.CIRCUIT_OPEN);
      }
      // Attempts would take 30 s.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(silent.connections).hasValue(connections);
    }
  }

  @Test
  void failsQueuedFetchesAtOnceWhenTheCircuitBreakerOpens() throws Exception {
    try (RawServer silent = RawServer.silent();
        FetcherHarness harness = impatient(FetcherHarness.opensAfter(4), silent.port())) {
      List<CompletableFuture<FetchedImage>> fetches = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        fetches.add(harness.fetcher.fetch(silent.url("dead.test"), null));
      }
      FetcherHarness.until(() -> fetches.stream().allMatch(CompletableFuture::isDone));
      assertThat(silent.connections).hasValueLessThanOrEqualTo(8);
    }
  }

  @Test
  void fetchesFromARecoveredHostAgain() throws Exception {
    AtomicBoolean healthy = new AtomicBoolean();
    server.on("/a", exchange -> ImageServer.answer(exchange, healthy.get() ? 200 : 503, IMAGE));
    BreakerSettings quick =
        new BreakerSettings(
            4, 4, 50, FetcherHarness.LIMIT, Duration.ofMillis(100), Duration.ofMillis(200));
    try (FetcherHarness harness = open(quick)) {
      String url = server.url("shop.test", "/a");
      while (harness.failure(url) != FetchCause.CIRCUIT_OPEN) {
        assertThat(server.requests).hasSizeLessThan(10);
      }
      healthy.set(true);
      FetcherHarness.until(
          () -> {
            try {
              return harness.get(url).length == IMAGE.length;
            } catch (FetchFailedException stillOpen) {
              return false;
            }
          });
      assertThat(
              harness
                  .meters
                  .get("resilience4j.circuitbreaker.state")
                  .tag("name", "shop.test:" + server.port())
                  .meters())
          .isNotEmpty();
    }
  }

  @Test
  void ourOwnRefusalsDoNotOpenTheCircuitBreaker() throws Exception {
    server.on("/404", exchange -> ImageServer.answer(exchange, 404, new byte[0]));
    server.serving("/text", RawServer.ascii("no image, but a text of some length"));
    server.serving("/a", IMAGE);
    try (FetcherHarness harness = open(FetcherHarness.opensAfter(2))) {
      for (int i = 0; i < 10; i++) {
        assertThat(harness.failure(server.url("shop.test", "/404")))
            .isEqualTo(FetchCause.HTTP_REFUSED);
        assertThat(harness.failure(server.url("shop.test", "/text")))
            .isEqualTo(FetchCause.NOT_AN_IMAGE);
      }
      assertThat(harness.get(server.url("shop.test", "/a"))).isEqualTo(IMAGE);
    }
  }

  @Test
  void aHangingNameLookupDoesNotBlockOtherHosts() throws Exception {
    server.serving("/a", IMAGE);
    CountDownLatch answer = new CountDownLatch(1);
    TestNames names = new TestNames();
    HostResolver hanging =
        host -> {
          if (host.equals("hangs.test")) {
            sleepUntil(answer);
          }
          return names.resolve(host);
        };
    FetchSettings settings =
        FetcherHarness.settings(Set.of(server.port()), FetcherHarness.neverOpens());
    ImageFetcher fetcher = new ImageFetcher(settings, new SimpleMeterRegistry(), hanging, null);
    List<CompletableFuture<FetchedImage>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(fetcher.fetch(server.url("hangs.test", "/a"), null));
    }
    for (int i = 0; i < 20; i++) {
      FetcherHarness.await(fetcher.fetch(server.url("shop.test", "/a"), null)).close();
    }
    assertThat(FetchFailedException.reasonOf(failureOf(waiting.get(0))))
        .isEqualTo(FetchCause.TIMED_OUT);
    answer.countDown();
    fetcher.close();
  }

  @Test
  void boundsTheNumberOfKeptHostsAndMeters() throws Exception {
    server.serving("/a", IMAGE);
    try (FetcherHarness harness = open(FetcherHarness.opensAfter(5))) {
      harness.get(server.url("shop.test", "/a"));
      int meters = harness.meters.getMeters().size();
      for (int i = 0; i < 200; i++) {
        harness.get(server.url("host" + i + ".test", "/a"));
      }
      FetcherHarness.until(() -> harness.fetcher.keptHosts() <= 20);
      assertThat(harness.meters.getMeters().size()).isLessThanOrEqualTo(meters);
      assertThat(
              harness
                  .meters
                  .get("cmaclip.image.fetch")
                  .tags("outcome", "fetched", "host", "other")
                  .timer()
                  .count())
          .isEqualTo(200);
      assertThat(harness.meters.get("cmaclip.image.hosts").tag("circuit", "closed").gauge().value())
          .isBetween(1.0, 20.0);
    }
  }

  @Test
  void keepsHostsWithAnOpenCircuitBreakerLonger() throws Exception {
    server.serving("/a", IMAGE);
    try (RawServer silent = RawServer.silent();
        FetcherHarness harness = open(FetcherHarness.opensAfter(2), silent.port())) {
      while (harness.failure(silent.url("dead.test")) != FetchCause.CIRCUIT_OPEN) {
        assertThat(silent.connections).hasValueLessThan(5);
      }
      for (int i = 0; i < 100; i++) {
        harness.get(server.url("host" + i + ".test", "/a"));
      }
      assertThat(harness.failure(silent.url("dead.test"))).isEqualTo(FetchCause.CIRCUIT_OPEN);
    }
  }

  private FetcherHarness open(BreakerSettings breaker, Integer... morePorts) {
    Set<Integer> ports = new HashSet<>(List.of(morePorts));
    ports.add(server.port());
    return FetcherHarness.open(FetcherHarness.settings(ports, breaker));
  }

  private FetcherHarness impatient(BreakerSettings breaker, Integer port) {
    return FetcherHarness.open(FetcherHarness.impatient(Set.of(port), breaker));
  }

  private static Throwable failureOf(CompletableFuture<FetchedImage> fetch) throws Exception {
    try {
      fetch.get();
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("fetched");
  }

  private static void sleepUntil(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
