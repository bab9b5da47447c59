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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class StalledInferenceTest {
  private static final int LISTINGS = 4_000;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();

  @Test
  void stalledInferenceBlocksOnlyItsOwnListingsAndLateResultsAreDropped() throws Exception {
    CountDownLatch stall = new CountDownLatch(1);
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        FakeService stalled = start(cluster, new FakePredictor().before(batch -> await(stall)))) {
      assertThat(stalled.service.awaitReady(Duration.ofMinutes(1))).isTrue();
      listings.send(0, LISTINGS);
      // Longer than transaction.timeout.ms and max.poll.interval.ms, which must have no effect.
      Thread.sleep(9_000);
      assertThat(stalled.service.bytesInFlight()).isPositive();
      assertThat(answers.awaitAnswered(1, Duration.ofSeconds(1))).isFalse();

      try (FakeService other = start(cluster, new FakePredictor())) {
        assertThat(answers.awaitAnswered(LISTINGS / 4, Answers.PATIENCE)).isTrue();
        assertThat(answers.answered()).as("the others still wait").isLessThan(LISTINGS);
        stall.countDown();
        answers.awaitAnswered(LISTINGS, Answers.PATIENCE);
        answers.awaitQuiet();
        assertThat(other.service.isReady()).isTrue();
      }
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
    } finally {
      stall.countDown();
    }
  }

  private FakeService start(TestCluster cluster, FakePredictor predictor) {
    return new FakeService(
        cluster.bootstrap(),
        cluster.registryUrl(),
        Guarantee.EXACTLY_ONCE_V2,
        predictor,
        InFlightLimits.DEFAULT,
        Map.of("consumer.max.poll.interval.ms", "6000"),
        (what, cause) -> fatal.add(what + ": " + cause));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
