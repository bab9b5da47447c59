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
 * What each stream thread has in flight, by partition. A partition may for a while be known to two
 * threads (one lost it without noticing yet), so every thread sees only what it registered itself.
 */
public final class InFlightPartitions {
  /** What one stream thread knows. */
  private static final class OfThread {
    private final Map<TopicPartition, InFlightQueue<?>> queues = new HashMap<>();
    private long waitedNanos;
  }

  @SuppressWarnings("ThreadLocalUsage") // one per client, and thread and client end together
  private final ThreadLocal<OfThread> ofThread = ThreadLocal.withInitial(OfThread::new);

  /** Queues of all threads, for figures only: closed ones are empty and count for nothing. */
  private final Map<TopicPartition, InFlightQueue<?>> latest = new ConcurrentHashMap<>();

  /**
   * Called from each {@code init}: a revived task gets a new queue. The old one stays registered
   * after it is closed, so that a commit which follows still stops at the records it dropped.
   */
  public void register(TopicPartition partition, InFlightQueue<?> queue) {
    ofThread.get().queues.put(partition, queue);
    latest.put(partition, queue);
  }

  /** Records in flight now, of all threads. For any thread. */
  public long records() {
    return levels().mapToLong(InFlightQueue.Level::records).sum();
  }

  /**
   * Positions from each partition's oldest record in flight to the newest received, summed: what a
   * restart now would read again. For any thread.
   */
  public long offsetsHeld() {
    return levels().mapToLong(InFlightQueue.Level::offsetsHeld).sum();
  }

  /** How long the oldest record in flight has been so; zero without any. For any thread. */
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

  /** Offsets that cover no record whose outputs are missing. */
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

  /** Partitions of this thread that must not be polled now. */
  Set<TopicPartition> full() {
    Set<TopicPartition> full = new HashSet<>();
    ofThread
        .get()
        .queues
        .forEach(
            (partition, queue) -> {
              if (queue.isFull()) {
                full.add(partition);
              }
            });
    return full;
  }

  /** How long this thread has waited for room since its last commit. */
  long waitedNanos() {
    return ofThread.get().waitedNanos;
  }

  void addWaitedNanos(long nanos) {
    ofThread.get().waitedNanos += nanos;
  }

  /** This thread has committed, or given up, what it had written. */
  void transactionEnded() {
    ofThread.get().waitedNanos = 0;
  }

  /** The leader epoch belongs to the proposed offset and need not hold for an older one. */
  private static OffsetAndMetadata at(long offset, OffsetAndMetadata proposed) {
    return offset == proposed.offset()
        ? proposed
        : new OffsetAndMetadata(offset, Optional.empty(), proposed.metadata());
  }
}
