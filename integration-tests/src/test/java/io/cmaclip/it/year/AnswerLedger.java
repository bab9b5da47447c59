package io.cmaclip.it.year;

import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.CommittedRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;

/** The attributes topic: first and last record of each listing, and their number. One thread. */
final class AnswerLedger implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final CommittedRecords records;
  private final Deserializer<ListingAttributes> deserializer;
  private final Map<String, ListingAttributes> first = new HashMap<>();
  private final Map<String, ListingAttributes> last = new HashMap<>();
  private final Map<String, Integer> count = new HashMap<>();

  AnswerLedger(Map<String, Object> consumer, EventSerdes serdes) {
    this.records = CommittedRecords.of(consumer, List.of("listing-attributes"), POLL);
    this.deserializer = serdes.serde(ListingAttributes.class).deserializer();
  }

  /** Reads until the condition holds. */
  void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(
            () -> {
              records.poll(POLL, this::add);
              return condition.getAsBoolean();
            });
  }

  /** Reads what is there. */
  void drain() {
    records.drain(this::add);
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    ListingAttributes answer = deserializer.deserialize(record.topic(), record.value());
    first.putIfAbsent(answer.getListingId(), answer);
    last.put(answer.getListingId(), answer);
    count.merge(answer.getListingId(), 1, Integer::sum);
  }

  /** The first answer, which is the model's; null before it. */
  ListingAttributes first(String id) {
    return first.get(id);
  }

  /** Number of records of the listing. */
  int records(String id) {
    return count.getOrDefault(id, 0);
  }

  /** Labels of reviewers in the last record, by task. */
  Map<String, String> human(String id) {
    Map<String, String> labels = new HashMap<>();
    for (TaskAttribute attribute : last.get(id).getAttributes()) {
      if (attribute.getSource() == LabelSource.HUMAN) {
        labels.put(attribute.getTask(), attribute.getLabel());
      }
    }
    return labels;
  }

  int listings() {
    return first.size();
  }

  @Override
  public void close() {
    records.close();
  }
}
