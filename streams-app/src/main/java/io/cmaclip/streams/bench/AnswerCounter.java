package io.cmaclip.streams.bench;

import io.cmaclip.streams.topology.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed answers and notes when an eighth and seven eighths of them were there. One thread
 * polls; {@link #awaitAtLeast} may be called by another.
 */
final class AnswerCounter implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int expected;
  private int count;
  private int countAtStart;
  private long timeAtStart;
  private int countAtEnd;
  private long timeAtEnd;

  AnswerCounter(Map<String, Object> properties, TopicNames topics, int expected) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.expected = expected;
    List<TopicPartition> partitions =
        consumer.partitionsFor(topics.attributes()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads what is there; returns how many answers that were. */
  int poll() {
    int more = consumer.poll(POLL).count();
    long now = System.nanoTime();
    synchronized (this) {
      count += more;
      if (timeAtStart == 0 && count >= expected / 8) {
        timeAtStart = now;
        countAtStart = count;
      }
      if (timeAtEnd == 0 && count >= expected - expected / 8) {
        timeAtEnd = now;
        countAtEnd = count;
      }
      notifyAll();
    }
    return more;
  }

  synchronized boolean isComplete() {
    return count >= expected;
  }

  synchronized void awaitAtLeast(int answers) throws InterruptedException {
    while (count < answers) {
      wait();
    }
  }

  synchronized Throughput throughput() {
    return new Throughput(countAtEnd - countAtStart, (timeAtEnd - timeAtStart) / 1e9);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
