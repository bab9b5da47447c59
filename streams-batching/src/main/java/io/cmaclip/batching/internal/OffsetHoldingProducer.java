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
 * The methods of a producer that lowers the offsets of each transaction to what its outputs cover,
 * and keeps Kafka Streams from doubling outputs when time-outs leave it in the dark. Owned by one
 * stream thread.
 *
 * <p>When {@code sendOffsetsToTransaction} times out, Kafka Streams 4.3 goes on to commit the same
 * transaction without offsets (TaskManager.handleCorruption) and starts again from the offsets it
 * reads meanwhile: the outputs would be there twice. Such a transaction is aborted here. And what a
 * time-out has left open is settled, as the producer demands, before the next transaction begins.
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

  /** A producer around another one. */
  static Producer<byte[], byte[]> around(
      Producer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    return ForwardingClient.of(
        Producer.class,
        delegate,
        new OffsetHoldingProducer(delegate, inFlight),
        method -> method.getName().contains("Transaction") && !HARMLESS.contains(method.getName()),
        "a transaction ended in another way could cover records in flight");
  }

  void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    if (commitUndecided && !offsets.isEmpty()) {
      throw new TimeoutException("it is not known yet whether the last transaction was committed");
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
      throw new TimeoutException("offsets may be missing in the transaction; it will be aborted");
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

  /** After a commit of unknown outcome there is nothing to abort: the broker has the last word. */
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
