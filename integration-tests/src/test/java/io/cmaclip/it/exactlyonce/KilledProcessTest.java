package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class KilledProcessTest {
  private static final int TO_FAKES = 20_000;
  private static final int TO_SERVE = 3_000;

  @TempDir Path folder;

  @Test
  void sigkillNeitherLosesNorDuplicatesNorReorders() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        JavaProcess first = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2);
        JavaProcess second = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
      killInMidStream(cluster, first, second, TO_FAKES);
    }
  }

  @Test
  void survivorOfTwoServeCommandsAnswersEverythingOnce() throws Exception {
    Path bundle = ShippedBundle.find("fashion-products");
    Map<String, String> settings =
        Map.of(
            "kafka.consumer.session.timeout.ms", "6000",
            "kafka.consumer.heartbeat.interval.ms", "1000",
            "kafka.producer.transaction.timeout.ms", "6000");
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        JavaProcess first = ServiceProcess.serve(cluster, bundle, settings);
        JavaProcess second = ServiceProcess.serve(cluster, bundle, settings)) {
      killInMidStream(cluster, first, second, TO_SERVE);
    }
  }

  private static void killInMidStream(
      TestCluster cluster, JavaProcess first, JavaProcess second, int count) throws Exception {
    try (NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster)) {
      first.awaitReady();
      second.awaitReady();
      listings.send(0, count);
      assertThat(answers.awaitAnswered(count / 10, Answers.PATIENCE)).isTrue();
      first.kill();
      assertThat(answers.answered()).as("answered before the kill").isLessThan(count * 3 / 4);
      answers.awaitAnswered(count, Duration.ofSeconds(90));
      answers.awaitQuiet();
      assertThat(answers.answered()).as("answered").isEqualTo(count);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(second.isAlive()).isTrue();
    }
  }
}
