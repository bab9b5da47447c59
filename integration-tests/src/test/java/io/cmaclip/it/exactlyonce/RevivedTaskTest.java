package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class RevivedTaskTest {
  private static final int LISTINGS = 20_000;

  /** Shorter than the session of a broker in a container with its controller. */
  private static final Duration MAX_OUTAGE = Duration.ofSeconds(50);

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final AtomicInteger forwarded = new AtomicInteger();
  private final CountDownLatch brokerGone = new CountDownLatch(1);

  @Test
  void commitTimeoutsThatReviveTasksNeitherLoseNorDuplicate() throws Exception {
    reviveTasks(BrokerKind.EMBEDDED);
  }

  @Test
  @Tag("containers")
  @Timeout(600)
  void commitTimeoutsThatReviveTasksNeitherLoseNorDuplicateOnABrokerInAContainer()
      throws Exception {
    reviveTasks(BrokerKind.CONTAINER);
  }

  private void reviveTasks(BrokerKind broker) throws Exception {
    try (KafkaLog log = new KafkaLog(KafkaLog.STREAM_THREAD);
        TestCluster cluster = new TestCluster(broker, folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        FakeService fake =
            new FakeService(
                cluster.bootstrap(),
                cluster.registryUrl(),
                Guarantee.EXACTLY_ONCE_V2,
                new FakePredictor(Duration.ofMillis(5), Duration.ofNanos(100_000))
                    .before(batch -> holdTheRest(batch.size())),
                InFlightLimits.DEFAULT,
                FakeService.SHORT_DELIVERY_TIMEOUT,
                (what, cause) -> fatal.add(what + ": " + cause))) {
      assertThat(fake.service.awaitReady(Answers.PATIENCE)).as("ready").isTrue();
      listings.send(0, LISTINGS);
      assertThat(answers.awaitAnswered(LISTINGS / 10, Answers.PATIENCE)).isTrue();
      assertThat(fake.service.bytesInFlight()).as("in flight when the broker stops").isPositive();

      cluster.broker().goAway();
      brokerGone.countDown();
      awaitRevival(log);
      cluster.broker().comeBack();

      answers.awaitAnswered(LISTINGS, Answers.PATIENCE);
      answers.awaitQuiet();
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
    }
  }

  /** Waits until a commit has timed out and its tasks are revived, and at least for 10 s. */
  private static void awaitRevival(KafkaLog log) {
    Awaitility.await("a commit that times out")
        .pollDelay(Duration.ofSeconds(10))
        .atMost(MAX_OUTAGE)
        .until(() -> log.messages().stream().anyMatch(line -> line.contains("are corrupted")));
  }

  /** Delays most results until the broker is unavailable. */
  private void holdTheRest(int listings) {
    if (forwarded.addAndGet(listings) > LISTINGS / 4) {
      try {
        brokerGone.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
