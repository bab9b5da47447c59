package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.streams.service.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class KilledProcessTest {
  private static final int LISTINGS = 20_000;

  @TempDir Path folder;

  @Test
  void aKillInMidStreamLosesNothingDoublesNothingAndKeepsTheOrder() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        ServiceProcess first = new ServiceProcess(cluster, Guarantee.EXACTLY_ONCE_V2, "512m");
        ServiceProcess second = new ServiceProcess(cluster, Guarantee.EXACTLY_ONCE_V2, "512m")) {
      first.awaitReady();
      second.awaitReady();
      listings.send(0, LISTINGS);
      assertThat(answers.awaitAnswered(2000, Duration.ofMinutes(1))).isTrue();
      first.kill();
      int atKill = answers.answered();
      assertThat(atKill).as("killed in mid-stream").isLessThan(LISTINGS * 3 / 4);
      answers.awaitAnswered(LISTINGS, Duration.ofSeconds(90));
      answers.awaitQuiet();
      assertThat(answers.answered()).as("answered").isEqualTo(LISTINGS);
      assertThat(answers.doubled()).as("doubled").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      assertThat(second.isAlive()).isTrue();
    }
  }
}
