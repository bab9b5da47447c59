package io.cmaclip.streams.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.streams.deadletter.DeadLetterHeaders;
import io.cmaclip.streams.topology.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the output topics, committed records only, into the ledger. One thread. */
final class OutputTopics implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final TopicNames topics;
  private final Ledger ledger;

  OutputTopics(Map<String, Object> properties, TopicNames topics, Ledger ledger) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topics = topics;
    this.ledger = ledger;
    for (String topic : topics.outputs()) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Notes what is there, or comes within the time. */
  void poll(Duration timeout) {
    consumer.poll(timeout).forEach(this::note);
  }

  /** Reads to the end as it is now. */
  void drain() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (!partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
      poll(Duration.ofMillis(100));
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    if (record.topic().equals(topics.attributes())) {
      ledger.answered(record.key());
    } else if (record.topic().equals(topics.review())) {
      ledger.reviewed(record.key());
    } else {
      ledger.putAside(
          new TopicPartition(
              topics.listings(), Integer.parseInt(header(record, DeadLetterHeaders.PARTITION))),
          Long.parseLong(header(record, DeadLetterHeaders.OFFSET)),
          header(record, DeadLetterHeaders.REASON));
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
