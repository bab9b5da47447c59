package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listings that crash the process, and process kills unrelated to any listing. */
@Timeout(600)
class PoisonPillTest {
  private static final int LISTINGS = 2_000;

  /** One unrecorded crash, one in a batch, and three in isolation. */
  private static final int DEATHS_OF_A_KILLER = 5;

  @TempDir Path folder;

  @Test
  void quarantinesAListingThatKillsTheInference() throws Exception {
    int deaths = deathsUntilAnswered(FakeService.KILLS_INFERENCE);
    assertThat(deaths).isEqualTo(DEATHS_OF_A_KILLER);
  }

  @Test
  @Tag("slow")
  void quarantinesAListingThatKillsTheDecode() throws Exception {
    int deaths = deathsUntilAnswered(FakeService.KILLS_DECODE);
    // When nothing else is being decoded, the second crash already counts as isolated.
    assertThat(deaths).isBetween(DEATHS_OF_A_KILLER - 1, DEATHS_OF_A_KILLER);
  }

  @Test
  @Tag("slow")
  void twentyUnrelatedKillsQuarantineNoListing() throws Exception {
    Random random = new Random(7);
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        Answers deadLetters = Answers.records(cluster, TopicNames.DEFAULT.deadLetter())) {
      // More listings than the killed services can process, so that each kill hits a busy service.
      int count = 60_000;
      listings.send(0, count);
      for (int kill = 0; kill < 20; kill++) {
        try (JavaProcess service =
            ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2, "512m", Fault.POISON_PILLS)) {
          service.awaitReady();
          Thread.sleep(random.nextInt(1_500));
          service.kill();
        }
      }
      assertThat(answers.answered()).isLessThan(count);
      try (JavaProcess last = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
        last.awaitReady();
        assertThat(answers.awaitAnswered(count, Answers.PATIENCE)).isTrue();
        answers.awaitQuiet();
      }
      assertThat(answers.duplicated()).isZero();
      assertThat(deadLetters.awaitRecords(0, Duration.ZERO)).isEmpty();
    }
  }

  /**
   * Restarts a service until all listings, including a poison pill, are answered. Returns the
   * crashes.
   */
  private int deathsUntilAnswered(String killing) throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        Answers deadLetters = Answers.records(cluster, TopicNames.DEFAULT.deadLetter())) {
      int killer = LISTINGS / 2;
      listings.send(0, killer);
      ProductListing listing = NumberedListings.listing(NumberedListings.key(killer), killer);
      listing.setTitle(killing);
      listings.send(NumberedListings.key(killer), listings.bytes(listing));
      listings.send(killer + 1, LISTINGS);
      int deaths = 0;
      while (answers.answered() < LISTINGS - 1 && deaths <= DEATHS_OF_A_KILLER) {
        try (JavaProcess service =
            ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2, "512m", Fault.POISON_PILLS)) {
          while (service.isAlive() && answers.answered() < LISTINGS - 1) {
            answers.awaitAnswered(LISTINGS - 1, Duration.ofMillis(200));
          }
          deaths += service.isAlive() ? 0 : 1;
        }
      }
      answers.awaitQuiet();
      assertThat(answers.answered()).as("other listings answered").isEqualTo(LISTINGS - 1);
      assertThat(answers.duplicated()).as("duplicated").isZero();
      assertThat(answers.outOfOrder()).as("out of order").isZero();
      List<ConsumerRecord<byte[], byte[]>> aside =
          deadLetters.awaitRecords(1, Duration.ofSeconds(20));
      assertThat(aside).hasSize(1);
      assertThat(aside.get(0).key()).isEqualTo(NumberedListings.utf8(NumberedListings.key(killer)));
      assertThat(
              new String(
                  aside.get(0).headers().lastHeader(DeadLetterHeaders.REASON).value(),
                  StandardCharsets.UTF_8))
          .isEqualTo("SUSPECTED_POISON");
      return deaths;
    }
  }
}
