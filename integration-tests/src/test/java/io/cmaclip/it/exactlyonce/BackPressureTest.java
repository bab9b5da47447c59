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

/** A predictor that is far too slow for a while: nothing but the lag may grow. */
@Timeout(1_200)
class BackPressureTest {
  /** Listings a second that come, and ten times what the predictor then does. */
  private static final int RATE = 2_000;

  /** Reached within seconds: a title in flight counts as little more than 2 KB. */
  private static final InFlightLimits IN_FLIGHT = new InFlightLimits(512, 4L << 20);

  /** A poll of 256 listings of each partition: what it brings to one with none is taken in. */
  private static final long POLLS = TestCluster.PARTITIONS * 256 * (3L << 10);

  private static final Duration A_TENTH = Duration.ofMillis(10_000 / RATE);
  private static final Duration EIGHT_SECONDS = Duration.ofSeconds(8);

  /** As Kafka Streams has them by itself. */
  private static final Map<String, String> DEFAULT_TIMEOUTS = timeouts(10_000, 300_000);

  /** No longer than the forwards. */
  private static final Map<String, String> SHORT_TIMEOUTS = timeouts(8_000, 8_000);

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();

  @Test
  void aPredictorAtATenthOfTheRateForSecondsLetsNothingGrowButTheLag() throws Exception {
    run(Duration.ofSeconds(5), A_TENTH, Duration.ZERO, SHORT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void aPredictorAtATenthOfTheRateForMinutesLetsNothingGrowButTheLag() throws Exception {
    run(Duration.ofMinutes(2), A_TENTH, Duration.ZERO, DEFAULT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void theSameUnderShortTimeouts() throws Exception {
    run(Duration.ofMinutes(2), A_TENTH, Duration.ZERO, SHORT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void forwardsOfEightSecondsLetNothingGrowButTheLag() throws Exception {
    run(Duration.ofMinutes(2), Duration.ZERO, EIGHT_SECONDS, DEFAULT_TIMEOUTS);
  }

  @Test
  @Tag("slow")
  void forwardsOfEightSecondsUnderTimeoutsAsShort() throws Exception {
    run(Duration.ofMinutes(2), Duration.ZERO, EIGHT_SECONDS, SHORT_TIMEOUTS);
  }

  private void run(
      Duration slowFor, Duration perListing, Duration perForward, Map<String, String> kafka)
      throws Exception {
    SlowForward slow = new SlowForward(perListing, perForward);
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
        watch.look();
        Duration ahead = Duration.ofSeconds(1 + sent / RATE).minusNanos(System.nanoTime() - start);
        Thread.sleep(Math.max(0, ahead.toMillis()));
      }
      int meanwhile = answers.answered();
      assertThat(meanwhile).as("answered meanwhile").isLessThan(count / 4);
      slow.end();
      long drainStart = System.nanoTime();
      assertThat(answers.awaitAnswered(count, Duration.ofMinutes(5))).as("drained").isTrue();
      double drained = (System.nanoTime() - drainStart) / 1e9;
      answers.awaitQuiet();
      watch.look();
      System.out.printf(
          "back-pressure: %,d listings in %d s, %,d answered meanwhile, drained in %.1f s,"
              + " in flight at most %.1f MB, %s%n",
          count, slowFor.toSeconds(), meanwhile, drained, watch.mostBytesInFlight() / 1e6, watch);

      assertThat(answers.doubled()).as("doubled").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
      assertThat(watch.rebalances()).as("rebalances").isZero();
      assertThat(watch.harm()).as("fences, migrated and revived tasks").isEmpty();
      assertThat(watch.heapGrowth()).as("heap beyond the first minute").isLessThan(48L << 20);
      assertThat(watch.mostBytesInFlight())
          .as("bytes in flight")
          .isBetween(1L, IN_FLIGHT.maxBytes() + POLLS);
    }
  }

  /** The session time-out is Kafka's; heartbeats have nothing to do with a slow predictor. */
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
