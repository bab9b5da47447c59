package io.cmaclip.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.quarantine.DeadLetterHeaders;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads committed records of the output topics from the beginning. Not thread-safe. */
final class AnswerReader implements AutoCloseable {
  private final CommittedRecords outputs;
  private final TopicNames topics;
  private final Deserializer<ListingAttributes> attributes;
  private final Deserializer<ReviewItem> review;

  AnswerReader(Map<String, Object> properties, TopicNames topics, EventSerdes serdes) {
    this.outputs = CommittedRecords.of(properties, topics.outputs(), Duration.ofMillis(50));
    this.topics = topics;
    this.attributes = serdes.serde(ListingAttributes.class).deserializer();
    this.review = serdes.serde(ReviewItem.class).deserializer();
  }

  /** Reads available records, waiting up to {@code timeout}. */
  void poll(Duration timeout, Consumer<Answer> receiver) {
    outputs.poll(timeout, record -> receiver.accept(answer(record)));
  }

  /** Reads to the current end. */
  void drain(Consumer<Answer> receiver) {
    outputs.drain(record -> receiver.accept(answer(record)));
  }

  private Answer answer(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.attributes())) {
      return new Answer.Labelled(
          new String(record.key(), UTF_8),
          record.value() == null
              ? null
              : attributes.deserialize(record.topic(), record.headers(), record.value()));
    }
    if (record.topic().equals(topics.review())) {
      ReviewItem item = review.deserialize(record.topic(), record.headers(), record.value());
      return new Answer.ForReview(
          new String(record.key(), UTF_8),
          item.getAttributes().getProcessedAt(),
          item.getReasons());
    }
    return new Answer.DeadLetter(
        record.key() == null ? null : new String(record.key(), UTF_8),
        Integer.parseInt(header(record, DeadLetterHeaders.PARTITION)),
        Long.parseLong(header(record, DeadLetterHeaders.OFFSET)),
        header(record, DeadLetterHeaders.REASON),
        header(record, DeadLetterHeaders.MESSAGE));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Objects.requireNonNull(
        DeadLetterHeaders.text(record.headers(), name), () -> "dead letter without header " + name);
  }

  @Override
  public void close() {
    outputs.close();
  }
}
