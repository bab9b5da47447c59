package io.cmaclip.streams.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of topics from the beginning. Owned by one thread. */
public final class CommittedRecords implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Reads all partitions of the topics.
   *
   * @param properties consumer settings, including {@code bootstrap.servers}
   * @param longestFetch {@code fetch.max.wait.ms}
   */
  public static CommittedRecords of(
      Map<String, Object> properties, List<String> topics, Duration longestFetch) {
    return new CommittedRecords(
        properties,
        longestFetch,
        consumer ->
            topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
  }

  /** Reads these partitions. */
  public static CommittedRecords ofPartitions(
      Map<String, Object> properties, List<TopicPartition> partitions, Duration longestFetch) {
    return new CommittedRecords(properties, longestFetch, consumer -> partitions);
  }

  private CommittedRecords(
      Map<String, Object> properties,
      Duration longestFetch,
      Function<KafkaConsumer<?, ?>, List<TopicPartition>> partitions) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) longestFetch.toMillis());
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.partitions = partitions.apply(consumer);
    consumer.assign(this.partitions);
    consumer.seekToBeginning(this.partitions);
  }

  /**
   * Polls once and passes the records to the receiver.
   *
   * @return number of records
   */
  public int poll(Duration timeout, Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    records.forEach(receiver);
    return records.count();
  }

  /** Reads up to the current end. */
  public void drain(Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    Map<TopicPartition, Long> ends = ends();
    while (!isAt(ends)) {
      poll(Duration.ofMillis(100), receiver);
    }
  }

  /** The current offset after the last committed record of each partition. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions);
  }

  /** Whether all records before these offsets have been read. */
  public boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
