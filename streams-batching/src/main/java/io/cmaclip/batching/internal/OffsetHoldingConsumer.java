package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumer methods that commit no offset of a record in flight and pause partitions at their limit
 * during a poll. The stream thread therefore never blocks, and a slow batch function keeps no
 * transaction open. Owned by one stream thread.
 *
 * <p>Partitions of low priority are also paused between their {@link LowPriorityTurns}. A consumer
 * fetches nothing from a broker while it holds fetched records of any partition of that broker that
 * is not paused, and a fetch brings thousands of small records: without the pause, other partitions
 * wait until they are used up.
 */
final class OffsetHoldingConsumer {
  private final Consumer<byte[], byte[]> delegate;
  private final InFlightPartitions inFlight;
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();
  private final LowPriorityTurns turns = new LowPriorityTurns();

  private OffsetHoldingConsumer(Consumer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    this.delegate = delegate;
    this.inFlight = inFlight;
  }

  /** Wraps a consumer. */
  static Consumer<byte[], byte[]> around(
      Consumer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    return ForwardingClient.of(
        Consumer.class,
        delegate,
        new OffsetHoldingConsumer(delegate, inFlight),
        method -> method.getName().startsWith("commit") && !method.getName().equals("committed"),
        "committing the consumer's position would skip the records in flight");
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    Set<TopicPartition> held = inFlight.held(turns.pollBegins());
    if (!held.isEmpty()) {
      held.retainAll(delegate.assignment());
      held.removeAll(pausedByStreams);
    }
    delegate.pause(held);
    try {
      ConsumerRecords<byte[], byte[]> records = delegate.poll(timeout);
      turns.pollEnds(inFlight.hasLow(records.partitions()));
      return records;
    } finally {
      // A rebalance during the poll may have revoked partitions or paused them for a restore.
      held.retainAll(delegate.assignment());
      held.removeAll(pausedByStreams);
      delegate.resume(held);
    }
  }

  void pause(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
    delegate.pause(partitions);
  }

  void resume(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(partitions);
    delegate.resume(partitions);
  }

  void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    delegate.commitSync(inFlight.lower(offsets));
  }

  void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    delegate.commitSync(inFlight.lower(offsets), timeout);
  }

  void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    delegate.commitAsync(inFlight.lower(offsets), callback);
  }
}
