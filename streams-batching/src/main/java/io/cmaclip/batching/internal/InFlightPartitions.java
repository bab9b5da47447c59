package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records in flight by stream thread and partition. Two threads may know a partition at the same
 * time (one has lost it but not noticed), so each thread sees only its own registrations.
 */
public final class InFlightPartitions {
  private static final class OfThread {
    private final Map<TopicPartition, InFlightQueue<?>> queues = new HashMap<>();
    private long waitedNanos;
  }

  @SuppressWarnings("ThreadLocalUsage") // one per client; thread and client end together
  private final ThreadLocal<OfThread> ofThread = ThreadLocal.withInitial(OfThread::new);

  /** Queues of all threads, for metrics only; closed queues are empty. */
  private final Map<TopicPartition, InFlightQueue<?>> latest = new ConcurrentHashMap<>();

  /**
   * Registers the queue of a task at each {@code init}. The previous queue of a revived task stays
   * registered after it is closed, so that a later commit still stops at its discarded records.
   */
  public void register(TopicPartition partition, InFlightQueue<?> queue) {
    ofThread.get().queues.put(partition, queue);
    latest.put(partition, queue);
  }

  /** Number of records in flight of all threads. Thread-safe. */
  public long records() {
    return levels().mapToLong(InFlightQueue.Level::records).sum();
  }

  /**
   * Sum over partitions of the distance from the oldest record in flight to the newest received
   * record. Thread-safe.
   */
  public long offsetsHeld() {
    return levels().mapToLong(InFlightQueue.Level::offsetsHeld).sum();
  }

  /** Age of the oldest record in flight; zero without one. Thread-safe. */
  public Duration oldestAge() {
    long now = System.nanoTime();
    return Duration.ofNanos(
        levels()
            .filter(level -> level.records() > 0)
            .mapToLong(level -> now - level.oldestNanos())
            .max()
            .orElse(0));
  }

  private Stream<InFlightQueue.Level> levels() {
    return latest.values().stream().map(InFlightQueue::level);
  }

  /** Lowers offsets so that they cover no record without forwarded outputs. */
  Map<TopicPartition, OffsetAndMetadata> lower(Map<TopicPartition, OffsetAndMetadata> proposed) {
    Map<TopicPartition, InFlightQueue<?>> queues = ofThread.get().queues;
    if (queues.isEmpty()) {
      return proposed;
    }
    Map<TopicPartition, OffsetAndMetadata> lowered = new HashMap<>(proposed.size() * 2);
    proposed.forEach(
        (partition, offset) -> {
          InFlightQueue<?> queue = queues.get(partition);
          if (queue == null) {
            lowered.put(partition, offset);
            return;
          }
          OptionalLong committable = queue.committable(offset.offset());
          if (committable.isPresent()) {
            lowered.put(partition, at(committable.getAsLong(), offset));
          }
        });
    return lowered;
  }

  /**
   * Partitions of this thread that must not be polled.
   *
   * @param withLow whether partitions of low priority may be polled
   */
  Set<TopicPartition> held(boolean withLow) {
    Set<TopicPartition> held = new HashSet<>();
    ofThread
        .get()
        .queues
        .forEach(
            (partition, queue) -> {
              if (queue.isFull() || (queue.isLow() && !withLow)) {
                held.add(partition);
              }
            });
    return held;
  }

  /** Whether one of the partitions of this thread has low priority. */
  boolean hasLow(Set<TopicPartition> partitions) {
    Map<TopicPartition, InFlightQueue<?>> queues = ofThread.get().queues;
    return partitions.stream()
        .anyMatch(partition -> queues.containsKey(partition) && queues.get(partition).isLow());
  }

  /** Time that this thread has waited for room since its last commit. */
  long waitedNanos() {
    return ofThread.get().waitedNanos;
  }

  void addWaitedNanos(long nanos) {
    ofThread.get().waitedNanos += nanos;
  }

  /** This thread committed or aborted a transaction. */
  void transactionEnded() {
    ofThread.get().waitedNanos = 0;
  }

  /** The leader epoch of the proposed offset may not apply to an older one. */
  private static OffsetAndMetadata at(long offset, OffsetAndMetadata proposed) {
    return offset == proposed.offset()
        ? proposed
        : new OffsetAndMetadata(offset, Optional.empty(), proposed.metadata());
  }
}
