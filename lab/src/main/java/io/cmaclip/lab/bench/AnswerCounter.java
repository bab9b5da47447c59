package io.cmaclip.lab.bench;

import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed answers and notes when an eighth and seven eighths of the expected ones were
 * there, and what processor time was spent by then. One thread polls; {@link #awaitAtLeast} may be
 * called by another.
 */
final class AnswerCounter implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  /** A moment of a measurement. */
  private record Mark(int count, long nanos, CpuTimes.Sample cpu) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final CpuTimes times;
  private int expected;
  private int count;
  private Mark start;
  private Mark end;

  AnswerCounter(Map<String, Object> properties, TopicNames topics, CpuTimes times) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.times = times;
    List<TopicPartition> partitions =
        consumer.partitionsFor(topics.attributes()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Starts counting anew. */
  synchronized void expect(int answers) {
    expected = answers;
    count = 0;
    start = null;
    end = null;
  }

  /** Reads what is there; returns how many answers that were. */
  int poll() {
    int more = consumer.poll(POLL).count();
    synchronized (this) {
      count += more;
      if (start == null && count >= expected / 8) {
        start = mark();
      } else if (end == null && count >= expected - expected / 8) {
        end = mark();
      }
      notifyAll();
    }
    return more;
  }

  synchronized boolean isComplete() {
    return count >= expected && end != null;
  }

  synchronized void awaitAtLeast(int answers) throws InterruptedException {
    while (count < answers) {
      wait();
    }
  }

  /** Of the middle three quarters. */
  synchronized Throughput throughput() {
    return new Throughput(
        end.count() - start.count(),
        (end.nanos() - start.nanos()) / 1e9,
        end.cpu().since(start.cpu()));
  }

  @Override
  public void close() {
    consumer.close();
  }

  private Mark mark() {
    return new Mark(count, System.nanoTime(), times.sample());
  }
}
