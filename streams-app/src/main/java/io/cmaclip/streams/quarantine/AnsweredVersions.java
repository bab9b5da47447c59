package io.cmaclip.streams.quarantine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds newer versions among the answers, for dead letters whose listings topic no longer holds the
 * records after them. Compares {@code updatedAt}, or the record timestamps if one of the two cannot
 * be decoded: an answer has the timestamp of its listing. Owned by one thread.
 */
final class AnsweredVersions {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final UpdateTimes times;
  private final Set<ByteBuffer> keys = new HashSet<>();
  private final Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> newest = new HashMap<>();

  AnsweredVersions(String topic, UpdateTimes times) {
    this.topic = topic;
    this.times = times;
  }

  void add(DeadLetter letter) {
    keys.add(letter.key());
  }

  /** Reads the answers of all keys added. */
  void read(KafkaConsumer<byte[], byte[]> committed) {
    if (keys.isEmpty()) {
      return;
    }
    List<TopicPartition> partitions = NewerVersions.partitions(committed, topic);
    committed.assign(partitions);
    committed.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = committed.endOffsets(partitions);
    while (!NewerVersions.isAt(committed, ends)) {
      for (ConsumerRecord<byte[], byte[]> answer : committed.poll(POLL)) {
        if (answer.key() != null && keys.contains(ByteBuffer.wrap(answer.key()))) {
          newest.put(ByteBuffer.wrap(answer.key()), answer);
        }
      }
    }
  }

  boolean isSuperseded(DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> answer = newest.get(letter.key());
    if (answer == null) {
      return false;
    }
    if (answer.value() != null && letter.record().value() != null) {
      Optional<Instant> listed = times.ofListing(letter);
      Optional<Instant> answered = times.ofAnswer(answer);
      if (listed.isPresent() && answered.isPresent()) {
        return answered.get().isAfter(listed.get());
      }
    }
    return answer.timestamp() > letter.record().timestamp();
  }
}
