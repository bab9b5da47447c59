package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.InFlightLimits;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(300)
class BoundedMemoryTest {
  private static final int IMAGE_BYTES = 900_000;
  private static final int PER_PARTITION = 200;
  private static final int LISTINGS = PER_PARTITION * TestCluster.PARTITIONS;

  /** One poll of each of two stream threads, raw and decoded. */
  private static final long ONE_POLL = 2 * 2 * (9L << 20);

  @TempDir Path folder;

  @Test
  void largeImagesOfEightPartitionsFitIntoAHeapOfOneGigabyte() throws Exception {
    try (TestCluster cluster = new TestCluster(folder, FakeService.MAX_INLINE);
        NumberedListings listings = new NumberedListings(cluster);
        Answers answers = Answers.numbered(cluster)) {
      for (int number = 0; number < LISTINGS; number++) {
        String key = "k" + number;
        byte[] image = new byte[IMAGE_BYTES];
        image[0] = (byte) number;
        listings.send(
            new ProducerRecord<>(
                TopicNames.DEFAULT.listings(),
                number % TestCluster.PARTITIONS,
                NumberedListings.utf8(key),
                listings.bytes(NumberedListings.listing(key, number, image))));
      }
      listings.flush();
      try (JavaProcess service =
          ServiceProcess.fake(cluster, Guarantee.EXACTLY_ONCE_V2, "1g", Fault.NONE)) {
        service.awaitReady();
        answers.awaitAnswered(LISTINGS, Answers.PATIENCE);
        answers.awaitQuiet();
        assertThat(service.isAlive()).as("still running").isTrue();
        assertThat(answers.answered()).isEqualTo(LISTINGS);
        assertThat(answers.duplicated()).isZero();
        assertThat(peakBytesInFlight(service))
            .as("peak bytes in flight")
            .isBetween(
                InFlightLimits.DEFAULT.maxBytes() / 2,
                InFlightLimits.DEFAULT.maxBytes() + ONE_POLL);
      }
    }
  }

  private static long peakBytesInFlight(JavaProcess service) {
    String line = service.out().get(service.out().size() - 1);
    return Long.parseLong(line.substring("peak ".length()));
  }
}
