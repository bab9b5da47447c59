package io.cmaclip.streams.batching;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * Lowers the offsets of each transaction to what its outputs cover, and keeps Kafka Streams from
 * doubling outputs when time-outs leave it in the dark. Owned by one stream thread.
 *
 * <p>When {@code sendOffsetsToTransaction} times out, Kafka Streams 4.3 goes on to commit the same
 * transaction without offsets (TaskManager.handleCorruption) and starts again from the offsets it
 * reads meanwhile: the outputs would be there twice. Such a transaction is aborted here. And what a
 * time-out has left open is settled, as the producer demands, before the next transaction begins.
 */
final class OffsetHoldingProducer implements Producer<byte[], byte[]> {
  private final Producer<byte[], byte[]> delegate;
  private final InFlightPartitions inFlight;
  private boolean offsetsMayBeMissing;
  private boolean commitUndecided;
  private boolean abortUndecided;

  OffsetHoldingProducer(Producer<byte[], byte[]> delegate, InFlightPartitions inFlight) {
    this.delegate = delegate;
    this.inFlight = inFlight;
  }

  @Override
  public void sendOffsetsToTransaction(
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

  @Override
  public void initTransactions() {
    delegate.initTransactions();
  }

  @Override
  public void beginTransaction() {
    if (commitUndecided) {
      commitTransaction();
    }
    if (abortUndecided) {
      abortTransaction();
    }
    offsetsMayBeMissing = false;
    delegate.beginTransaction();
  }

  @Override
  public void commitTransaction() {
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
  @Override
  public void abortTransaction() {
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

  @Override
  public void registerMetricForSubscription(KafkaMetric metric) {
    delegate.registerMetricForSubscription(metric);
  }

  @Override
  public void unregisterMetricFromSubscription(KafkaMetric metric) {
    delegate.unregisterMetricFromSubscription(metric);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
    return delegate.send(record);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    return delegate.send(record, callback);
  }

  @Override
  public void flush() {
    delegate.flush();
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return delegate.partitionsFor(topic);
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return delegate.metrics();
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    return delegate.clientInstanceId(timeout);
  }

  @Override
  public void close() {
    delegate.close();
  }

  @Override
  public void close(Duration timeout) {
    delegate.close(timeout);
  }
}
