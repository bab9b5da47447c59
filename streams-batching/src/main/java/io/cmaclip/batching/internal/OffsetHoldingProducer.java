package io.cmaclip.batching.internal;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Producer methods that lower the offsets of each transaction to the forwarded outputs, and that
 * prevent duplicate outputs after timeouts. Owned by one stream thread.
 *
 * <p>When {@code sendOffsetsToTransaction} times out, Kafka Streams 4.3 commits the same
 * transaction without offsets (TaskManager.handleCorruption) and restarts from the committed
 * offsets, which would duplicate the outputs. This class aborts such a transaction. It also settles
 * a commit or abort that timed out before the next transaction begins, as the producer requires.
 */
final class OffsetHoldingProducer {
  private static final Set<String> HARMLESS = Set.of("initTransactions");

  private final Producer<byte[], byte[]> delegate;
  private final InFlightPartitions inFlight;
  private boolean offsetsMayBeMissing;
  private boolean commitUndecided;
  private boolean abortUndecided;

  private OffsetHoldingProducer(Producer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    this.delegate = delegate;
    this.inFlight = inFlight;
  }

  /** Wraps a producer. */
  static Producer<byte[], byte[]> around(
      Producer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    return ForwardingClient.of(
        Producer.class,
        delegate,
        new OffsetHoldingProducer(delegate, inFlight),
        method -> method.getName().contains("Transaction") && !HARMLESS.contains(method.getName()),
        "another end of a transaction could commit records in flight");
  }

  void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    if (commitUndecided && !offsets.isEmpty()) {
      throw new TimeoutException("the outcome of the last commit is still unknown");
    }
    try {
      delegate.sendOffsetsToTransaction(inFlight.lower(offsets), group);
    } catch (RuntimeException e) {
      offsetsMayBeMissing = true;
      throw e;
    }
  }

  void beginTransaction() {
    if (commitUndecided) {
      commitTransaction();
    }
    if (abortUndecided) {
      abortTransaction();
    }
    offsetsMayBeMissing = false;
    delegate.beginTransaction();
  }

  void commitTransaction() {
    if (offsetsMayBeMissing) {
      throw new TimeoutException("the transaction may lack offsets and will be aborted");
    }
    try {
      delegate.commitTransaction();
      commitUndecided = false;
    } catch (TimeoutException | InterruptException e) {
      commitUndecided = true;
      throw e;
    }
    inFlight.transactionEnded();
  }

  /** A commit with unknown outcome is not aborted; the broker decides. */
  void abortTransaction() {
    inFlight.transactionEnded();
    if (commitUndecided) {
      return;
    }
    try {
      delegate.abortTransaction();
      abortUndecided = false;
      offsetsMayBeMissing = false;
    } catch (TimeoutException | InterruptException e) {
      abortUndecided = true;
      throw e;
    }
  }
}
