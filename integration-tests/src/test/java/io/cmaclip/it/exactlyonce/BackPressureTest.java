package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While the predictor is far too slow, only the consumer lag may grow. */
@Timeout(1_200)
class BackPressureTest {
  /** Listings per second; ten times the throughput of the slow predictor. */
  private static final int RATE = 2_000;

  /** Reached within seconds: a title in flight counts about 2 KB. */
  private static final InFlightLimits IN_FLIGHT = new InFlightLimits(512, 4L << 20);

  /**
   * One poll of 256 listings per partition; a partition with nothing in flight accepts a whole
   * poll.
   */
  private static final long POLLS = TestCluster.PARTITIONS * 256 * (3L << 10);

  private static final Duration A_TENTH = Duration.ofMillis(10_000 / RATE);
  private static final Duration EIGHT_SECONDS = Duration.ofSeconds(8);

  /** Defaults of Kafka Streams. */
  private static final Map<String, String> DEFAULT_TIMEOUTS = timeouts(10_000, 300_000);

  /** As short as the slow inference calls. */
  private static final Map<String, String> SHORT_TIMEOUTS = timeouts(8_000, 8_000);

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();

  @Test
  void onlyTheLagGrowsDuringSecondsAtATenthOfTheThroughput() throws Exception {
    run(Duration.ofSeconds(5), A_TENTH, Duration.ZERO, SHORT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void onlyTheLagGrowsDuringMinutesAtATenthOfTheThroughput() throws Exception {
    run(Duration.ofMinutes(2), A_TENTH, Duration.ZERO, DEFAULT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void onlyTheLagGrowsWithShortTimeouts() throws Exception {
    run(Duration.ofMinutes(2), A_TENTH, Duration.ZERO, SHORT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void onlyTheLagGrowsWithInferenceCallsOfEightSeconds() throws Exception {
    run(Duration.ofMinutes(2), Duration.ZERO, EIGHT_SECONDS, DEFAULT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void onlyTheLagGrowsWithInferenceCallsAsLongAsTheTimeouts() throws Exception {
    run(Duration.ofMinutes(2), Duration.ZERO, EIGHT_SECONDS, SHORT_TIMEOUTS);
  }

  private void run(
      Duration slowFor, Duration perListing, Duration perCall, Map<String, String> kafka)
      throws Exception {
    SlowInference slow = new SlowInference(perListing, perCall);
    int count = (int) (RATE * slowFor.toSeconds());
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        FakeService fake =
            new FakeService(
                cluster.bootstrap(),
                cluster.registryUrl(),
                Guarantee.EXACTLY_ONCE_V2,
                new FakePredictor().before(batch -> slow.forward(batch.size())),
                IN_FLIGHT,
                kafka,
                (what, cause) -> fatal.add(what + ": " + cause));
        Watch watch = new Watch(fake.service)) {
      assertThat(fake.service.awaitReady(Duration.ofMinutes(1))).isTrue();
      watch.begin();
      long start = System.nanoTime();
      for (int sent = 0; sent < count; sent += RATE) {
        listings.send(sent, sent + RATE);
        answers.awaitAnswered(count, Duration.ofMillis(1));
        watch.sample();
        Duration ahead = Duration.ofSeconds(1 + sent / RATE).minusNanos(System.nanoTime() - start);
        Thread.sleep(Math.max(0, ahead.toMillis()));
      }
      int answeredWhileSlow = answers.answered();
      assertThat(answeredWhileSlow).as("answered while slow").isLessThan(count / 4);
      slow.end();
      long drainStart = System.nanoTime();
      assertThat(answers.awaitAnswered(count, Answers.PATIENCE)).as("drained").isTrue();
      double drained = (System.nanoTime() - drainStart) / 1e9;
      answers.awaitQuiet();
      watch.sample();
      System.out.printf(
          "back-pressure: %,d listings in %d s, %,d answered while slow, drained in %.1f s,"
              + " in flight at most %.1f MB, %s%n",
          count,
          slowFor.toSeconds(),
          answeredWhileSlow,
          drained,
          watch.mostBytesInFlight() / 1e6,
          watch);

      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
      assertThat(watch.rebalances()).as("rebalances").isZero();
      assertThat(watch.warnings()).as("fenced producers, migrated and revived tasks").isEmpty();
      assertThat(watch.heapGrowth()).as("heap growth after the first minute").isLessThan(48L << 20);
      assertThat(watch.mostBytesInFlight())
          .as("bytes in flight")
          .isBetween(1L, IN_FLIGHT.maxBytes() + POLLS);
    }
  }

  /**
   * The session timeout stays at Kafka's default: heartbeats are independent of a slow predictor.
   */
  private static Map<String, String> timeouts(int transactionMillis, int pollMillis) {
    return Map.of(
        "producer.transaction.timeout.ms",
        Integer.toString(transactionMillis),
        "consumer.max.poll.interval.ms",
        Integer.toString(pollMillis),
        "consumer.session.timeout.ms",
        "45000",
        "consumer.heartbeat.interval.ms",
        "3000");
  }
}
