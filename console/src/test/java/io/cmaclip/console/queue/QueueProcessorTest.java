package io.cmaclip.console.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.console.quality.Records;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventSerdes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueProcessorTest {
  private static final QueueSettings.Topics TOPICS =
      new QueueSettings.Topics("items", "answers", "decisions");
  private static final QueueSettings SETTINGS =
      new QueueSettings("console", TOPICS, Duration.ofSeconds(60), Duration.ofDays(36_500));

  @TempDir Path folder;

  private final EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", "embedded:"));
  private final List<DecisionLog.Keyed> unread = new ArrayList<>();
  private ReviewQueue queue;
  private TopologyTestDriver driver;

  /** A decisions topic in memory. */
  private final class MemoryLog implements DecisionLog {
    @Override
    public List<Keyed> fence() {
      return List.copyOf(unread);
    }

    @Override
    public void write(Bytes key, List<ReviewDecision> decisions) {
      decisions.forEach(decision -> unread.add(new Keyed(key, decision)));
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    queue = new ReviewQueue(Clock.systemUTC());
    Properties config = new Properties();
    config.put("application.id", "console");
    config.put("bootstrap.servers", "none:1");
    config.put("state.dir", folder.toString());
    driver =
        new TopologyTestDriver(
            QueueTopology.build(
                SETTINGS,
                serdes,
                partition -> new MemoryLog(),
                queue,
                new Records(),
                Clock.systemUTC()),
            config);
  }

  @AfterEach
  void stop() {
    driver.close();
    serdes.close();
  }

  @Test
  void mostUrgentItemComesFirst() {
    item("a", 1, 0.2);
    item("b", 1, 0.9);
    item("c", 1, 0.5);

    assertThat(queue.lease("ann", ItemFilter.ALL, 2))
        .extracting(leased -> leased.item().getListing().getListingId())
        .containsExactly("b", "c");
  }

  @Test
  void leasedItemIsGivenToNobodyElse() {
    item("a", 1, 0.5);

    assertThat(queue.lease("ann", ItemFilter.ALL, 5)).hasSize(1);
    assertThat(queue.lease("bob", ItemFilter.ALL, 5)).isEmpty();
  }

  @Test
  void refusesSecondDecisionByNameOfTheFirst() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.decide("ann", accept(leased));

    Submission second =
        new Submission(leased.id(), "other", leased.version(), 1, accept(leased).choices());
    assertThatThrownBy(() -> queue.decide("bob", second)).hasMessageContaining("ann was first");
  }

  @Test
  void repeatedSubmissionWritesNothing() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    assertThat(queue.decide("ann", accept(leased))).isTrue();
    assertThat(queue.decide("ann", accept(leased))).isFalse();

    assertThat(unread).hasSize(1);
  }

  @Test
  void decisionAboutFormerVersionIsRefused() {
    item("a", 1, 0.5);
    LeasedItem leased = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    item("a", 2, 0.5);

    assertThatThrownBy(() -> queue.decide("ann", accept(leased)))
        .hasMessageContaining("has changed");
  }

  @Test
  void undoBringsTheItemBackAlsoAfterItWasRead() {
    item("a", 1, 0.5);
    queue.decide("ann", accept(queue.lease("ann", ItemFilter.ALL, 1).get(0)));
    readDecisions();
    assertThat(queue.progress().counts().decided()).isEqualTo(1);

    assertThat(queue.undo("ann")).isPresent();
    readDecisions();

    assertThat(queue.progress().counts()).isEqualTo(new QueueCounts(1, 0, 0, 0, 0, 1));
    assertThat(unread).isEmpty();
  }

  @Test
  void skippedItemComesBackAfterAllOthers() {
    item("a", 1, 0.9);
    item("b", 1, 0.1);
    LeasedItem first = queue.lease("ann", ItemFilter.ALL, 1).get(0);
    queue.release(first.id(), first.leaseId(), true);

    assertThat(queue.lease("ann", ItemFilter.ALL, 5))
        .extracting(leased -> leased.item().getListing().getListingId())
        .containsExactly("b", "a");
  }

  @Test
  void answerOfAReviewerDoesNotSupersede() {
    item("a", 1, 0.5);
    answer("a", 1, 9);

    assertThat(queue.progress().waiting()).isEqualTo(1);
  }

  @Test
  void accountsHoldThroughRandomRecords() {
    Random random = new Random(7);
    for (int step = 0; step < 3_000; step++) {
      String key = "k" + random.nextInt(25);
      switch (random.nextInt(7)) {
        case 0, 1 -> item(key, step, random.nextDouble());
        case 2 -> answer(key, step, step);
        case 3 -> input("answers").pipeInput(bytes(key), (byte[]) null);
        case 4 ->
            queue
                .lease("ann", ItemFilter.ALL, 1)
                .forEach(held -> queue.decide("ann", accept(held)));
        case 5 ->
            queue.undo("ann").ifPresent(taken -> queue.release(taken.id(), taken.leaseId(), false));
        default -> readDecisions();
      }
      QueueCounts counts = queue.progress().counts();
      assertThat(counts.in())
          .isEqualTo(
              counts.decided()
                  + counts.superseded()
                  + counts.deleted()
                  + counts.expired()
                  + counts.waiting());
      assertThat(counts.waiting()).isEqualTo(stored());
    }
    readDecisions();
    assertThat(queue.progress().waiting()).isEqualTo((int) queue.progress().counts().waiting());
    assertThat(queue.progress().counts().decided()).isPositive();
    assertThat(queue.progress().counts().superseded()).isPositive();
    assertThat(queue.progress().counts().deleted()).isPositive();
  }

  private long stored() {
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(QueueProcessor.ENTRIES);
    long waiting = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        waiting += EntryCodec.decode(all.next().value).isWaiting() ? 1 : 0;
      }
    }
    return waiting;
  }

  private void readDecisions() {
    List<DecisionLog.Keyed> written = List.copyOf(unread);
    unread.clear();
    written.forEach(
        keyed ->
            input("decisions").pipeInput(keyed.key().get(), value("decisions", keyed.decision())));
  }

  private static Submission accept(LeasedItem leased) {
    return new Submission(
        leased.id(),
        leased.leaseId(),
        leased.version(),
        1_000,
        List.of(new Submission.Choice("colour", DecisionKind.LABEL, "red")));
  }

  private void item(String key, long version, double priority) {
    ReviewItem item = Events.reviewItem();
    item.getListing().setListingId(key);
    item.setAttributes(attributes(key, version, version));
    item.setPriority(priority);
    input("items").pipeInput(bytes(key), value("items", item));
  }

  private void answer(String key, long version, long processed) {
    ListingAttributes answer = attributes(key, version, processed);
    input("answers").pipeInput(bytes(key), value("answers", answer));
  }

  private static ListingAttributes attributes(String key, long version, long processed) {
    ListingAttributes answer = Events.attributes();
    answer.setListingId(key);
    answer.setListingUpdatedAt(Instant.ofEpochMilli(version));
    answer.setProcessedAt(Instant.ofEpochMilli(processed));
    answer.setContentHash("content" + version);
    return answer;
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> byte[] value(String topic, T event) {
    return serdes.serde((Class<T>) event.getClass()).serializer().serialize(topic, event);
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
