package io.cmaclip.console.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cmaclip.console.web.ReviewTopics;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.fixtures.Events;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several consoles, and consoles one after another, on one broker. */
@Timeout(180)
class SharedQueueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Bytes KEY = Bytes.wrap("dress-7".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private ReviewTopics topics;

  @BeforeEach
  void start() throws Exception {
    topics = new ReviewTopics();
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void eachConsoleServesTheItemsOfItsPartitions() throws Exception {
    topics.send(IntStream.range(0, 20).mapToObj(number -> "Listing " + number).toList());
    try (QueueService first = topics.service(folder.resolve("first"))) {
      awaitWaiting(first, 20);
      ReviewQueue one = first.queue();
      try (QueueService second = topics.service(folder.resolve("second"))) {
        ReviewQueue two = second.queue();
        await()
            .atMost(PATIENCE)
            .until(() -> one.progress().partitions() == 1 && two.progress().partitions() == 1);
        List<LeasedItem> atFirst = one.lease("ann", ItemFilter.ALL, 20);
        List<LeasedItem> atSecond = two.lease("bob", ItemFilter.ALL, 20);

        assertThat(atFirst).hasSize(10);
        assertThat(atSecond).hasSize(10).doesNotContainAnyElementsOf(atFirst);
        assertThatThrownBy(() -> one.decide("ann", accept(atSecond.get(0))))
            .isInstanceOf(RefusedException.class)
            .hasMessageContaining("Another console");
        assertThat(one.renew(atSecond.get(0).id(), atSecond.get(0).leaseId(), "ann")).isFalse();
        atFirst.forEach(item -> one.decide("ann", accept(item)));
        atSecond.forEach(item -> two.decide("bob", accept(item)));
        await().atMost(PATIENCE).until(() -> two.progress().counts().decided() == 10);
      }
      // The accounts of a partition move with it.
      await()
          .atMost(PATIENCE)
          .until(() -> one.progress().counts().equals(new QueueCounts(20, 20, 0, 0, 0, 0)));
      assertThat(one.decidedBy("ann")).isEqualTo(10);
      assertThat(one.decidedBy("bob")).isEqualTo(10);
      assertThat(topics.decisions())
          .hasSize(20)
          .extracting(ReviewDecision::getListingId)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void decisionCanBeTakenBackByAConsoleWithAnEmptyDisk() throws Exception {
    topics.send(List.of("Red dress", "Blue dress"));
    try (QueueService former = topics.service(folder.resolve("former"))) {
      awaitWaiting(former, 2);
      former
          .queue()
          .lease("ann", ItemFilter.ALL, 2)
          .forEach(item -> former.queue().decide("ann", accept(item)));
    }
    try (QueueService next = topics.service(folder.resolve("next"))) {
      await().atMost(PATIENCE).until(() -> next.queue().progress().counts().decided() == 2);

      assertThat(next.queue().undo("bob")).isEmpty();
      LeasedItem back = next.queue().undo("ann").orElseThrow();

      assertThat(next.queue().progress().waiting()).isEqualTo(1);
      assertThat(next.queue().decide("ann", accept(back))).isTrue();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  next.queue().progress().counts().equals(new QueueCounts(2, 2, 0, 0, 0, 0))
                      && topics.decisions().size() == 4);
    }
  }

  @Test
  void formerOwnerIsFencedAndLearnsWhatTheNewOneDecided() {
    try (KafkaDecisionLog former = log();
        KafkaDecisionLog owner = log()) {
      assertThat(former.fence()).isEmpty();
      former.write(KEY, List.of(decision("1")));
      assertThat(owner.fence()).hasSize(1);
      owner.read(1);

      assertThatThrownBy(() -> former.write(KEY, List.of(decision("2"))))
          .isInstanceOf(KafkaException.class);
      owner.write(KEY, List.of(decision("3")));

      // Each reads from where it was, not from where the group is.
      assertThat(former.fence())
          .extracting(keyed -> keyed.decision().getDecisionId())
          .containsExactly("1", "3");
      assertThatThrownBy(() -> owner.write(KEY, List.of(decision("4"))))
          .isInstanceOf(KafkaException.class);
      assertThat(topics.decisions())
          .extracting(ReviewDecision::getDecisionId)
          .containsExactly("1", "3");
    }
  }

  private KafkaDecisionLog log() {
    Map<String, Object> client =
        Map.of("bootstrap.servers", topics.settings().get("kafka.bootstrap.servers"));
    QueueSettings settings =
        new QueueSettings(
            "fenced-console", ReviewTopics.TOPICS, Duration.ofSeconds(60), Duration.ofDays(1));
    return new KafkaDecisionLog(
        new KafkaDecisionLog.Access(
            settings, client, client, topics.serdes().serde(ReviewDecision.class)),
        0);
  }

  private static ReviewDecision decision(String id) {
    ReviewDecision decision = Events.decision();
    decision.setDecisionId(id);
    return decision;
  }

  private static void awaitWaiting(QueueService service, int items) {
    await().atMost(PATIENCE).until(() -> service.queue().progress().waiting() == items);
  }

  private static Submission accept(LeasedItem leased) {
    return new Submission(
        leased.id(),
        leased.leaseId(),
        leased.version(),
        1_000,
        List.of(new Submission.Choice("colour", DecisionKind.LABEL, "red")));
  }
}
