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

/** Listings that end the process itself, and ends that no listing is to blame for. */
@Timeout(600)
class KillerListingTest {
  private static final int LISTINGS = 2_000;

  /** One that nobody recorded, one in a batch, and three alone. */
  private static final int DEATHS_OF_A_KILLER = 5;

  @TempDir Path folder;

  @Test
  void aListingThatKillsTheForwardIsPutAsideAndItsNeighboursAreLabelled() throws Exception {
    int deaths = deathsUntilAnswered(FakeService.KILLS_FORWARD);
    assertThat(deaths).isEqualTo(DEATHS_OF_A_KILLER);
  }

  @Test
  @Tag("slow")
  void aListingThatKillsTheDecodeIsPutAsideAndItsNeighboursAreLabelled() throws Exception {
    int deaths = deathsUntilAnswered(FakeService.KILLS_DECODE);
    // Where nothing else was decoded at that moment, the second death is one alone already.
    assertThat(deaths).isBetween(DEATHS_OF_A_KILLER - 1, DEATHS_OF_A_KILLER);
  }

  @Test
  @Tag("slow")
  void twentyKillsFromOutsideCondemnNobody() throws Exception {
    Random random = new Random(7);
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster);
        Answers deadLetters = Answers.records(cluster, TopicNames.DEFAULT.deadLetter())) {
      // Far more than the killed services get done, so that each is hit at work.
      int count = 60_000;
      listings.send(0, count);
      for (int kill = 0; kill < 20; kill++) {
        try (JavaProcess service =
            ServiceProcess.fake(
                cluster, Guarantee.EXACTLY_ONCE_V2, "512m", Trouble.LISTINGS_KILL)) {
          service.awaitReady();
          Thread.sleep(random.nextInt(1_500));
          service.kill();
        }
      }
      assertThat(answers.answered()).isLessThan(count);
      try (JavaProcess last = ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2)) {
        last.awaitReady();
        assertThat(answers.awaitAnswered(count, Duration.ofMinutes(3))).isTrue();
        answers.awaitQuiet();
      }
      assertThat(answers.doubled()).isZero();
      assertThat(deadLetters.awaitRecords(0, Duration.ZERO)).isEmpty();
    }
  }

  /** Starts a service again and again until all listings, a killer among them, are answered. */
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
            ServiceProcess.fake(
                cluster, Guarantee.EXACTLY_ONCE_V2, "512m", Trouble.LISTINGS_KILL)) {
          while (service.isAlive() && answers.answered() < LISTINGS - 1) {
            answers.awaitAnswered(LISTINGS - 1, Duration.ofMillis(200));
          }
          deaths += service.isAlive() ? 0 : 1;
        }
      }
      answers.awaitQuiet();
      assertThat(answers.answered()).as("neighbours answered").isEqualTo(LISTINGS - 1);
      assertThat(answers.doubled()).as("doubled").isZero();
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
