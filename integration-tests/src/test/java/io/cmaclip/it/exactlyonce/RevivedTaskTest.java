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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(240)
class RevivedTaskTest {
  private static final int LISTINGS = 20_000;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final AtomicInteger forwarded = new AtomicInteger();
  private final CountDownLatch brokerGone = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource
  void commitTimeoutsThatReviveTasksNeitherLoseNorDuplicate(BrokerKind broker) throws Exception {
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
      assertThat(fake.service.awaitReady(Duration.ofMinutes(1))).isTrue();
      listings.send(0, LISTINGS);
      assertThat(answers.awaitAnswered(LISTINGS / 10, Answers.PATIENCE)).isTrue();
      assertThat(fake.service.bytesInFlight()).as("in flight when the broker stops").isPositive();

      cluster.broker().goAway();
      brokerGone.countDown();
      Thread.sleep(10_000);
      cluster.broker().comeBack();

      answers.awaitAnswered(LISTINGS, Answers.PATIENCE);
      answers.awaitQuiet();
      assertThat(log.messages())
          .as("the commit timed out and the tasks were revived")
          .anyMatch(message -> message.contains("are corrupted"));
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
    }
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
