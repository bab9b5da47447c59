package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.fixtures.ImageServer;
import io.cmaclip.streams.images.FetchSettings;
import io.cmaclip.streams.images.FetcherHarness;
import io.cmaclip.streams.images.ImageSettings;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.images.RawServer;
import io.cmaclip.streams.images.WhenUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the rate of the listings of a healthy host, which are 90% of all listings, while the
 * second host is healthy and while the second host is dead and its circuit breaker is open.
 */
class DeadHostThroughputTest {
  private static final byte[] IMAGE = ImageServer.image();
  private static final int FAILURES_TO_OPEN = 4;

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void aDeadHostDoesNotSlowListingsOfOtherHosts() throws Exception {
    assertThat(ratio(100, 3, 25, Duration.ofSeconds(2))).isGreaterThan(0.6);
  }

  /** Once limited by the latency of the host, once by the processor. */
  @ParameterizedTest
  @ValueSource(ints = {25, 0})
  @Tag("slow")
  @Timeout(600)
  void listingsOfOtherHostsKeep95PercentOfTheirThroughput(int millisPerAnswer) throws Exception {
    assertThat(ratio(600, 7, millisPerAnswer, Duration.ofSeconds(10))).isGreaterThanOrEqualTo(0.95);
  }

  private double ratio(int listings, int pairs, int millisPerAnswer, Duration timeLimit)
      throws Exception {
    double[] ratios = new double[pairs];
    try (ImageServer server = ImageServer.http();
        RawServer silent = RawServer.silent()) {
      server.on(
          "/",
          exchange -> {
            pause(millisPerAnswer);
            exchange.sendResponseHeaders(200, IMAGE.length);
            exchange.getResponseBody().write(IMAGE);
          });
      FetchSettings fetch =
          FetcherHarness.settings(
              timeLimit,
              Set.of(server.port(), silent.port()),
              FetcherHarness.opensAfter(FAILURES_TO_OPEN));
      try (ImageSource source = FetcherHarness.source(fetch);
          TopologyHarness topology =
              new TopologyHarness(
                  folder,
                  source,
                  new ImageSettings(true, WhenUnavailable.DEGRADE, Duration.ofDays(1), fetch))) {
        openCircuitBreaker(topology, silent);
        rate(topology, server, server.url("second.test", "/x"), listings);
        for (int i = 0; i < pairs; i++) {
          double healthy = rate(topology, server, server.url("second.test", "/x"), listings);
          double dead = rate(topology, server, silent.url("dead.test"), listings);
          ratios[i] = dead / healthy;
          System.out.printf(
              "listings/s of the first host: %.0f, with a dead second host %.0f, ratio %.3f%n",
              healthy, dead, ratios[i]);
        }
        assertThat(silent.connections).hasValueLessThanOrEqualTo(2 * FAILURES_TO_OPEN);
      }
    }
    Arrays.sort(ratios);
    System.out.printf(
        "answers after %d ms: median ratio %.3f of %d pairs%n",
        millisPerAnswer, ratios[pairs / 2], pairs);
    return ratios[pairs / 2];
  }

  private static void openCircuitBreaker(TopologyHarness topology, RawServer silent) {
    for (int i = 0; i < FAILURES_TO_OPEN; i++) {
      topology.send(TopologyHarness.byUrl("dead", "red", silent.url("dead.test")));
    }
    topology.attributes(FAILURES_TO_OPEN);
  }

  /** Listings per second of the first host, while every tenth listing has another URL. */
  private static double rate(
      TopologyHarness topology, ImageServer server, String tenth, int listings) {
    String first = server.url("first.test", "/x");
    long start = System.nanoTime();
    for (int i = 0; i < listings; i++) {
      topology.send(TopologyHarness.byUrl("" + i, "red", i % 10 == 0 ? tenth : first));
    }
    int used = 0;
    for (TestRecord<byte[], byte[]> record : topology.attributes(listings)) {
      ListingAttributes answer = topology.attributesEvent(record);
      used += answer.getModalities().getImage() == ModalityUse.USED ? 1 : 0;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(used).isGreaterThanOrEqualTo(listings - listings / 10);
    return (listings - listings / 10) / seconds;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
