package io.cmaclip.streams.quarantine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds dead letters whose listing has a newer record, a version or a tombstone, on its topic.
 * Reads the origin partitions from the oldest dead letter on. Where these no longer hold every
 * record after a dead letter, the answers decide: {@link AnsweredVersions}. Owned by one thread.
 *
 * <p>Use: {@link #add} all dead letters, {@link #open}, then {@link #refresh} before each
 * transaction and {@link #isOvertaken} before its commit.
 */
final class NewerVersions implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** What is known of one origin partition. */
  private static final class Origin {
    /** Newest offset by key, for the keys of dead letters; -1 before one is found. */
    final Map<ByteBuffer, Long> newest = new HashMap<>();

    /** Offsets of dead letters whose original record has not been found. */
    final Set<Long> missing = new HashSet<>();

    /** Offsets of records that this redrive has written. */
    final Set<Long> own = new HashSet<>();

    final long end;
    long beginning;
    long start = Long.MAX_VALUE;

    Origin(long beginning, long end) {
      this.beginning = beginning;
      this.end = end;
    }

    /** The offset of a dead letter; -1 if the topic was created again after it was written. */
    long offsetOf(DeadLetter letter) {
      return letter.offset() < end ? letter.offset() : -1;
    }
  }

  private final KafkaConsumer<byte[], byte[]> committed;
  private final KafkaConsumer<byte[], byte[]> uncommitted;
  private final AnsweredVersions answers;
  private final Map<TopicPartition, Origin> origins = new HashMap<>();

  /**
   * @param properties consumer settings, including {@code bootstrap.servers}
   */
  NewerVersions(Map<String, Object> properties, AnsweredVersions answers) {
    this.committed = consumer(properties, "read_committed");
    this.uncommitted = consumer(properties, "read_uncommitted");
    this.answers = answers;
  }

  /** Adds a dead letter that will be checked. Records without a key have no versions. */
  void add(DeadLetter letter) {
    if (letter.key() == null) {
      return;
    }
    Origin origin = origin(letter);
    if (origin == null) {
      answers.add(letter);
      return;
    }
    long offset = origin.offsetOf(letter);
    if (offset + 1 < origin.beginning) {
      answers.add(letter);
    }
    if (offset >= origin.beginning) {
      origin.missing.add(offset);
    }
    origin.newest.put(letter.key(), -1L);
    origin.start = Math.min(origin.start, Math.max(offset, origin.beginning));
  }

  /** Reads the topics up to their current ends. */
  void open() {
    answers.read(committed);
    committed.assign(origins.keySet());
    origins.forEach((part, origin) -> committed.seek(part, origin.start));
    refresh();
    // Retention may have deleted records meanwhile.
    committed
        .beginningOffsets(origins.keySet())
        .forEach((part, beginning) -> origins.get(part).missing.removeIf(o -> o < beginning));
  }

  /** Reads what was committed since the last call. */
  void refresh() {
    Map<TopicPartition, Long> ends = committed.endOffsets(origins.keySet());
    while (!isAt(committed, ends)) {
      for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
        Origin origin = origins.get(new TopicPartition(record.topic(), record.partition()));
        origin.missing.remove(record.offset());
        if (record.key() != null) {
          origin.newest.computeIfPresent(
              ByteBuffer.wrap(record.key()), (key, newest) -> Math.max(newest, record.offset()));
        }
      }
    }
    origins.forEach((part, origin) -> origin.own.removeIf(o -> o < committed.position(part)));
  }

  /** Whether the listing of a dead letter has a newer version, or was deleted since. */
  boolean isSuperseded(DeadLetter letter) {
    if (letter.key() == null) {
      return false;
    }
    Origin origin = origin(letter);
    if (origin != null) {
      long offset = origin.offsetOf(letter);
      // Compaction removes a record, and later the tombstone too, only after a newer record.
      if (origin.newest.getOrDefault(letter.key(), -1L) > offset
          || origin.missing.contains(offset)) {
        return true;
      }
    }
    return answers.isSuperseded(letter);
  }

  /**
   * Whether another producer wrote a version of one of these listings after the last refresh and
   * before the record that was sent. Counts records of open transactions.
   */
  boolean isOvertaken(List<Sent> batch) {
    Map<TopicPartition, Map<ByteBuffer, Long>> offsets = new HashMap<>();
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Sent sent : batch) {
      TopicPartition part = new TopicPartition(sent.at().topic(), sent.at().partition());
      Origin origin = origins.get(part);
      if (origin != null && sent.letter().key() != null) {
        origin.own.add(sent.at().offset());
        offsets
            .computeIfAbsent(part, p -> new HashMap<>())
            .merge(sent.letter().key(), sent.at().offset(), Math::max);
        ends.merge(part, sent.at().offset() + 1, Math::max);
      }
    }
    uncommitted.assign(ends.keySet());
    ends.keySet().forEach(part -> uncommitted.seek(part, committed.position(part)));
    boolean overtaken = false;
    while (!isAt(uncommitted, ends)) {
      for (ConsumerRecord<byte[], byte[]> record : uncommitted.poll(POLL)) {
        TopicPartition part = new TopicPartition(record.topic(), record.partition());
        Long own =
            record.key() == null ? null : offsets.get(part).get(ByteBuffer.wrap(record.key()));
        overtaken |=
            own != null
                && record.offset() < own
                && !origins.get(part).own.contains(record.offset());
      }
    }
    return overtaken;
  }

  @Override
  public void close() {
    committed.close();
    uncommitted.close();
  }

  /** Null if the headers name no offset, or the partition does not exist. */
  private Origin origin(DeadLetter letter) {
    TopicPartition part = letter.originPartition();
    if (part == null || letter.offset() < 0) {
      return null;
    }
    Origin known = origins.get(part);
    if (known != null || !partitions(committed, part.topic()).contains(part)) {
      return known;
    }
    Set<TopicPartition> one = Set.of(part);
    Origin origin =
        new Origin(
            committed.beginningOffsets(one).get(part), uncommitted.endOffsets(one).get(part));
    origins.put(part, origin);
    return origin;
  }

  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  static boolean isAt(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> properties, String isolation) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
