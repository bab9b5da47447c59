package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Repeats the steps of Kafka Streams after a timeout. */
class UndecidedTransactionTest {
  private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS =
      Map.of(new TopicPartition("listings", 0), new OffsetAndMetadata(9));

  private final MockProducer<byte[], byte[]> mock =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Producer<byte[], byte[]> producer =
      OffsetHoldingProducer.around(mock, new InFlightPartitions());
  private final ConsumerGroupMetadata group =
      new MockConsumer<byte[], byte[]>("earliest").groupMetadata();

  @BeforeEach
  void begin() {
    producer.initTransactions();
    producer.beginTransaction();
  }

  @Test
  void neverCommitsATransactionThatMayLackOffsets() {
    mock.sendOffsetsToTransactionException = new TimeoutException("no answer");
    assertTimesOut(() -> producer.sendOffsetsToTransaction(OFFSETS, group));
    mock.sendOffsetsToTransactionException = null;

    producer.sendOffsetsToTransaction(Map.of(), group);
    assertTimesOut(producer::commitTransaction);
    producer.abortTransaction();
    assertThat(mock.transactionAborted()).isTrue();
    assertThat(mock.commitCount()).isZero();

    producer.beginTransaction();
    producer.sendOffsetsToTransaction(OFFSETS, group);
    producer.commitTransaction();
    assertThat(mock.commitCount()).isEqualTo(1);
  }

  @Test
  void retriesATimedOutAbortBeforeTheNextTransaction() {
    mock.sendOffsetsToTransactionException = new TimeoutException("no answer");
    assertTimesOut(() -> producer.sendOffsetsToTransaction(OFFSETS, group));
    mock.sendOffsetsToTransactionException = null;
    mock.abortTransactionException = new TimeoutException("no answer");
    assertTimesOut(producer::abortTransaction);
    assertTimesOut(producer::beginTransaction);
    mock.abortTransactionException = null;

    producer.beginTransaction();
    assertThat(mock.transactionInFlight()).isTrue();
    assertThat(mock.commitCount()).isZero();
    producer.commitTransaction();
    assertThat(mock.commitCount()).isEqualTo(1);
  }

  @Test
  void settlesACommitWithUnknownOutcomeBeforeTheNextTransaction() {
    producer.sendOffsetsToTransaction(OFFSETS, group);
    mock.commitTransactionException = new TimeoutException("no answer");
    assertTimesOut(producer::commitTransaction);
    assertTimesOut(() -> producer.sendOffsetsToTransaction(OFFSETS, group));
    producer.abortTransaction();
    assertThat(mock.transactionAborted()).isFalse();
    mock.commitTransactionException = null;

    producer.beginTransaction();
    assertThat(mock.commitCount()).isEqualTo(1);
    assertThat(mock.transactionInFlight()).isTrue();
  }

  private static void assertTimesOut(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(TimeoutException.class);
  }
}
