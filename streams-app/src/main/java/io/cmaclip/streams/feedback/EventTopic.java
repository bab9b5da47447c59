package io.cmaclip.streams.feedback;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.UndecodableRecordException;
import io.cmaclip.streams.topics.CommittedRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A topic of events in nested Avro, read from its beginning.
 *
 * @param events not closed
 */
public record EventTopic<T>(String name, Deserializer<T> events) {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * Passes the committed events with a key to a receiver.
   *
   * @param consumer consumer settings, including {@code bootstrap.servers}
   * @param until offset after the last record to read, by {@code topic-partition}; a partition
   *     without one is read to its current end
   * @return offset after the last record that was read, by {@code topic-partition}
   * @throws UserException if a record is not nested Avro, or the topic cannot be read
   */
  public Map<String, Long> read(
      Map<String, Object> consumer, Map<String, Long> until, BiConsumer<byte[], T> receiver) {
    try (CommittedRecords records = CommittedRecords.of(consumer, List.of(name), POLL)) {
      Map<String, Long> ends = new TreeMap<>();
      records.ends().forEach((partition, end) -> ends.put(partition.toString(), end));
      ends.replaceAll((partition, end) -> Math.min(end, until.getOrDefault(partition, end)));
      records.drain(
          record -> {
            long end = ends.get(name + "-" + record.partition());
            if (record.offset() < end && record.key() != null && record.value() != null) {
              receiver.accept(record.key(), events.deserialize(name, record.value()));
            }
          });
      return ends;
    } catch (UndecodableRecordException e) {
      throw new UserException(name + ": a record is not nested Avro: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new UserException(name + ": " + e.getMessage(), e);
    }
  }
}
