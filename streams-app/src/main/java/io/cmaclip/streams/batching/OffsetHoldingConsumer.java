package io.cmaclip.streams.batching;

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
 * Commits no offset beyond a listing in flight, and polls no partition that has too many of them:
 * such a partition is paused for the length of the poll, so that the stream thread never waits and
 * no transaction is kept open by a slow predictor. Owned by one stream thread.
 */
final class OffsetHoldingConsumer extends ForwardingConsumer {
  private final InFlightPartitions inFlight;
  private final Set<TopicPartition> pausedByStreams = new HashSet<>();

  OffsetHoldingConsumer(Consumer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    super(delegate);
    this.inFlight = inFlight;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    Set<TopicPartition> held = inFlight.full();
    if (!held.isEmpty()) {
      held.retainAll(delegate.assignment());
      held.removeAll(pausedByStreams);
    }
    if (held.isEmpty()) {
      return delegate.poll(timeout);
    }
    delegate.pause(held);
    try {
      return delegate.poll(timeout);
    } finally {
      // Meanwhile a rebalance may have taken partitions away, or paused them for a restore.
      held.retainAll(delegate.assignment());
      held.removeAll(pausedByStreams);
      delegate.resume(held);
    }
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    pausedByStreams.addAll(partitions);
    delegate.pause(partitions);
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    pausedByStreams.removeAll(partitions);
    delegate.resume(partitions);
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    delegate.commitSync(inFlight.lower(offsets));
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    delegate.commitSync(inFlight.lower(offsets), timeout);
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    delegate.commitAsync(inFlight.lower(offsets), callback);
  }

  @Override
  public void commitSync() {
    throw positionsAreNotCommitted();
  }

  @Override
  public void commitSync(Duration timeout) {
    throw positionsAreNotCommitted();
  }

  @Override
  public void commitAsync() {
    throw positionsAreNotCommitted();
  }

  @Override
  public void commitAsync(OffsetCommitCallback callback) {
    throw positionsAreNotCommitted();
  }

  private static UnsupportedOperationException positionsAreNotCommitted() {
    return new UnsupportedOperationException(
        "committing the consumer's position would skip the listings in flight");
  }
}
