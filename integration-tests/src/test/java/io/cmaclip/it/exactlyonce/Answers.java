package io.cmaclip.it.exactlyonce;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads committed output records and counts missing, duplicated and out-of-order answers. */
final class Answers implements AutoCloseable {
  /**
   * Limit of a wait for answers. After a broker comes back, a call of a Kafka client may last as
   * long as its {@code default.api.timeout.ms}, which is one minute.
   */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration QUIET = Duration.ofSeconds(2);

  private final EventSerdes serdes;
  private final Deserializer<ListingAttributes> deserializer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BitSet answered = new BitSet();
  private final BitSet imaged = new BitSet();
  private final Map<String, Integer> lastOfKey = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
  private final boolean keepRecords;
  private long records;
  private long outOfOrder;

  private Answers(TestCluster cluster, String topic, boolean keepRecords) {
    this.keepRecords = keepRecords;
    serdes = cluster.serdes();
    deserializer = serdes.serde(ListingAttributes.class).deserializer();
    consumer =
        new KafkaConsumer<>(
            new HashMap<String, Object>(
                Map.of(
                    "bootstrap.servers",
                    cluster.bootstrap(),
                    "isolation.level",
                    "read_committed",
                    "enable.auto.commit",
                    "false",
                    "max.poll.records",
                    "5000")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, TestCluster.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads answers to {@link NumberedListings} from the attributes topic. */
  static Answers numbered(TestCluster cluster) {
    return new Answers(cluster, TopicNames.DEFAULT.attributes(), false);
  }

  /** Reads and keeps the raw records of any topic. */
  static Answers records(TestCluster cluster, String topic) {
    return new Answers(cluster, topic, true);
  }

  /** Reads until this many distinct listings are answered. Returns false on timeout. */
  boolean awaitAnswered(int count, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (answered() < count && System.nanoTime() < deadline) {
      poll();
    }
    return answered() >= count;
  }

  /** Reads this many records, then until no record arrives for 2 s. */
  List<ConsumerRecord<byte[], byte[]>> awaitRecords(int count, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (records < count && System.nanoTime() < deadline) {
      poll();
    }
    awaitQuiet();
    return kept;
  }

  /** Reads until no record arrives for 2 s. */
  void awaitQuiet() {
    long quietSince = System.nanoTime();
    while (System.nanoTime() - quietSince < QUIET.toNanos()) {
      if (poll() > 0) {
        quietSince = System.nanoTime();
      }
    }
  }

  int answered() {
    return answered.cardinality();
  }

  /** Number of listings answered with their image. */
  int imaged() {
    return imaged.cardinality();
  }

  long duplicated() {
    return records - answered();
  }

  long outOfOrder() {
    return outOfOrder;
  }

  private int poll() {
    var polled = consumer.poll(Duration.ofMillis(100));
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      records++;
      if (keepRecords) {
        kept.add(record);
      } else {
        count(deserializer.deserialize(record.topic(), record.value()));
      }
    }
    return polled.count();
  }

  private void count(ListingAttributes answer) {
    int number = (int) answer.getListingUpdatedAt().toEpochMilli();
    Integer last = lastOfKey.get(answer.getListingId());
    if (last != null && number < last) {
      outOfOrder++;
    }
    if (!answered.get(number)) {
      lastOfKey.put(answer.getListingId(), number);
    }
    answered.set(number);
    if (answer.getModalities().getImage() == ModalityUse.USED) {
      imaged.set(number);
    }
  }

  @Override
  public void close() {
    consumer.close();
    serdes.close();
  }
}
