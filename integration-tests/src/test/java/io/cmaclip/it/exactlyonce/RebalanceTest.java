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

@Timeout(240)
class RebalanceTest {
  private static final int LISTINGS = 20_000;

  @TempDir Path folder;
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  // Members leave the group explicitly; the timeout must not remove a slow member.
  private Map<String, String> kafka = Map.of("consumer.session.timeout.ms", "45000");
  private InFlightLimits inFlight = InFlightLimits.DEFAULT;

  @Test
  void joiningAndLeavingInstancesNeitherLoseNorDuplicateNorReorder() throws Exception {
    comeAndGo(BrokerKind.EMBEDDED, Guarantee.EXACTLY_ONCE_V2);
  }

  @Test
  @Tag("containers")
  @Timeout(600)
  void joiningAndLeavingInstancesNeitherLoseNorDuplicateNorReorderOnABrokerInAContainer()
      throws Exception {
    comeAndGo(BrokerKind.CONTAINER, Guarantee.EXACTLY_ONCE_V2);
  }

  @Test
  @Tag("slow")
  void gracefulHandoversDuplicateNothingWithAtLeastOnce() throws Exception {
    comeAndGo(BrokerKind.EMBEDDED, Guarantee.AT_LEAST_ONCE);
  }

  @Test
  @Tag("slow")
  void streamsGroupProtocolNeitherLosesNorDuplicatesNorReorders() throws Exception {
    kafka = Map.of("group.protocol", "streams");
    inFlight = new InFlightLimits(100, 256L << 20);
    comeAndGo(BrokerKind.EMBEDDED, Guarantee.EXACTLY_ONCE_V2);
  }

  private void comeAndGo(BrokerKind broker, Guarantee guarantee) throws Exception {
    try (TestCluster cluster = new TestCluster(broker, folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster)) {
      FakeService first = start(cluster, guarantee);
      assertThat(first.service.awaitReady(Answers.PATIENCE)).as("first ready").isTrue();
      listings.send(0, LISTINGS / 2);
      assertThat(answers.awaitAnswered(LISTINGS / 10, Answers.PATIENCE)).isTrue();
      FakeService second = start(cluster, guarantee);
      assertThat(second.service.awaitReady(Answers.PATIENCE)).as("second ready").isTrue();
      listings.send(LISTINGS / 2, LISTINGS);
      assertThat(answers.awaitAnswered(LISTINGS * 6 / 10, Answers.PATIENCE)).isTrue();
      assertThat(first.service.bytesInFlight()).as("in flight when closed").isPositive();
      first.close();
      assertThat(answers.answered()).as("answered at the handover").isLessThan(LISTINGS);
      answers.awaitAnswered(LISTINGS, Answers.PATIENCE);
      answers.awaitQuiet();
      second.close();
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(fatal).isEmpty();
    }
  }

  private FakeService start(TestCluster cluster, Guarantee guarantee) {
    return new FakeService(
        cluster.bootstrap(),
        cluster.registryUrl(),
        guarantee,
        new FakePredictor(Duration.ofMillis(10), Duration.ofNanos(300_000)),
        inFlight,
        kafka,
        (what, cause) -> fatal.add(what + ": " + cause));
  }
}
