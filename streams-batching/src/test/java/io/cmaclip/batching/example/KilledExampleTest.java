package io.cmaclip.batching.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.fixtures.JavaProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KilledExampleTest {
  private static final int COUNT = 20_000;

  @Test
  void aKilledProcessLosesAndDuplicatesNothing() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        Reviews reviews = new Reviews(broker.bootstrap())) {
      reviews.write(COUNT);

      try (JavaProcess first = JavaProcess.of(ScoredReviews.class).start(broker.bootstrap())) {
        await().atMost(Duration.ofMinutes(1)).until(() -> reviews.scores().size() > COUNT / 10);
        first.kill();
      }
      assertThat(reviews.scores().size()).as("scored before the kill").isLessThan(COUNT);

      try (JavaProcess second = JavaProcess.of(ScoredReviews.class).start(broker.bootstrap())) {
        await().atMost(Duration.ofMinutes(2)).until(() -> reviews.scores().size() >= COUNT);
        second.kill();
      }

      List<ConsumerRecord<String, Integer>> scores = reviews.scores();
      assertThat(scores).hasSize(COUNT);
      assertThat(scores.stream().map(ConsumerRecord::key).collect(Collectors.toSet()))
          .isEqualTo(keys());
      assertThat(scores)
          .allSatisfy(
              score ->
                  assertThat(score.value())
                      .isEqualTo(Integer.parseInt(score.key()) % 2 == 0 ? 5 : 1));
      for (int partition = 0; partition < 2; partition++) {
        assertThat(keysOf(scores, partition)).as("in the order received").isSorted();
      }
    }
  }

  private static Set<String> keys() {
    return IntStream.range(0, COUNT).mapToObj(Integer::toString).collect(Collectors.toSet());
  }

  private static List<Integer> keysOf(List<ConsumerRecord<String, Integer>> scores, int partition) {
    return scores.stream()
        .filter(score -> score.partition() == partition)
        .map(score -> Integer.parseInt(score.key()))
        .toList();
  }
}
