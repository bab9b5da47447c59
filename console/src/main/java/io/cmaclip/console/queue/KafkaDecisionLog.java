package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewDecision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/**
 * Decisions of a partition on Kafka. The transactional id belongs to the partition, so a new owner
 * fences the former one, and a decision of a stale owner is refused by the broker. Thread-safe.
 */
final class KafkaDecisionLog implements DecisionLog {
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final long UNKNOWN = -1;

  /** How the log reaches Kafka: client settings without serializers, and the serde of decisions. */
  record Access(
      QueueSettings settings,
      Map<String, Object> producer,
      Map<String, Object> consumer,
      Serde<ReviewDecision> serde) {}

  private final Access access;
  private final TopicPartition partition;
  private KafkaProducer<byte[], byte[]> producer;
  // Offset of the first decision that the queue has not read.
  private long next = UNKNOWN;

  KafkaDecisionLog(Access access, int partition) {
    this.access = access;
    this.partition = new TopicPartition(access.settings().topics().decisions(), partition);
  }

  @Override
  public synchronized List<Keyed> fence() {
    close();
    Map<String, Object> properties = new HashMap<>(access.producer());
    properties.put(
        "transactional.id",
        access.settings().applicationId() + "-decisions-" + partition.partition());
    properties.put("transaction.timeout.ms", 10_000);
    properties.put("max.block.ms", 30_000);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return unread();
  }

  /** Decisions from {@link #next} to the end. */
  private List<Keyed> unread() {
    Map<String, Object> properties = new HashMap<>(access.consumer());
    properties.put("group.id", access.settings().applicationId());
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    List<Keyed> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      if (next == UNKNOWN) {
        OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
        // A later committed offset may be another owner's, who has read what this queue has not.
        next = committed == null ? 0 : committed.offset();
      }
      consumer.seek(partition, next);
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          Broken.read(access.serde().deserializer(), record.topic(), record.value())
              .ifPresent(decision -> found.add(new Keyed(Bytes.wrap(record.key()), decision)));
        }
      }
    }
    return found;
  }

  @Override
  public synchronized void read(long following) {
    next = following;
  }

  @Override
  public synchronized void write(Bytes key, List<ReviewDecision> decisions) {
    if (producer == null) {
      throw new IllegalStateException("the partition was given to another console");
    }
    producer.beginTransaction();
    for (ReviewDecision decision : decisions) {
      byte[] value = access.serde().serializer().serialize(partition.topic(), decision);
      // A failed send fails the commit.
      var unused =
          producer.send(
              new ProducerRecord<>(partition.topic(), partition.partition(), key.get(), value));
    }
    producer.commitTransaction();
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(CLOSING);
      producer = null;
    }
  }
}
