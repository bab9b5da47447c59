package io.cmaclip.lab.bench;

import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Counts committed answers, and records time and CPU time at the start and the end of a window of
 * them. One thread polls; {@link #awaitAtLeast} is thread-safe.
 */
final class AnswerCounter implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private record Mark(int count, long nanos, CpuTimes.Sample cpu) {}

  private final CommittedRecords answers;
  private final CpuTimes times;
  private int from;
  private int until;
  private int expected;
  private int count;
  private Mark start;
  private Mark end;

  AnswerCounter(Map<String, Object> properties, TopicNames topics, CpuTimes times) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
    this.answers = CommittedRecords.of(all, List.of(topics.attributes()), Duration.ofMillis(20));
    this.times = times;
  }

  /**
   * Resets the counter.
   *
   * @param before answers before the window
   * @param measured answers of the window
   * @param after answers after the window
   */
  synchronized void expect(int before, int measured, int after) {
    from = before;
    until = before + measured;
    expected = until + after;
    count = 0;
    start = null;
    end = null;
  }

  /** Reads available answers and returns their number. */
  int poll() {
    int more = answers.poll(POLL, record -> {});
    synchronized (this) {
      count += more;
      if (start == null && count >= from) {
        start = mark();
      } else if (end == null && count >= until) {
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

  /** Throughput of the window. */
  synchronized Throughput throughput() {
    return new Throughput(
        end.count() - start.count(),
        (end.nanos() - start.nanos()) / 1e9,
        end.cpu().since(start.cpu()));
  }

  @Override
  public void close() {
    answers.close();
  }

  private Mark mark() {
    return new Mark(count, System.nanoTime(), times.sample());
  }
}
