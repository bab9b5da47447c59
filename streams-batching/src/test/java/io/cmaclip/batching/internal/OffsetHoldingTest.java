package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetHoldingTest {
  private static final TopicPartition BUSY = new TopicPartition("listings", 0);
  private static final TopicPartition OTHER = new TopicPartition("listings", 1);
  private static final TopicPartition FOREIGN = new TopicPartition("elsewhere", 0);

  private final ByteBudget budget = new ByteBudget(1000);
  private final InFlightPartitions inFlight = new InFlightPartitions();
  private final InFlightQueue<TestRecord> busy = new InFlightQueue<>(1, budget);
  private final InFlightQueue<TestRecord> other = new InFlightQueue<>(1, budget);
  private final MockConsumer<byte[], byte[]> mockConsumer = new MockConsumer<>("earliest");
  private final Consumer<byte[], byte[]> consumer =
      OffsetHoldingConsumer.around(mockConsumer, inFlight);

  @BeforeEach
  void assign() {
    inFlight.register(BUSY, busy);
    inFlight.register(OTHER, other);
    mockConsumer.assign(List.of(BUSY, OTHER));
    mockConsumer.updateBeginningOffsets(Map.of(BUSY, 0L, OTHER, 0L));
  }

  @Test
  void lowersTransactionOffsetsToTheOldestRecordInFlight() {
    MockProducer<byte[], byte[]> mock =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Producer<byte[], byte[]> producer = OffsetHoldingProducer.around(mock, inFlight);
    busy.add(record(5));
    other.add(record(3));
    other.remove();
    producer.initTransactions();
    producer.beginTransaction();
    producer.sendOffsetsToTransaction(
        Map.of(BUSY, offset(9), OTHER, offset(9), FOREIGN, new OffsetAndMetadata(9)),
        mockConsumer.groupMetadata());
    producer.commitTransaction();
    Map<TopicPartition, OffsetAndMetadata> sent =
        mock.consumerGroupOffsetsHistory().get(0).get(mockConsumer.groupMetadata().groupId());
    assertThat(sent.get(BUSY))
        .isEqualTo(new OffsetAndMetadata(5, Optional.empty(), "partition time"));
    assertThat(sent.get(OTHER)).isEqualTo(offset(9));
    assertThat(sent.get(FOREIGN).offset()).isEqualTo(9);
  }

  @Test
  void lowersOffsetsOfConsumerCommits() {
    busy.add(record(5));
    consumer.commitSync(Map.of(BUSY, offset(9)));
    assertThat(committed()).isEqualTo(5);
    busy.remove();
    consumer.commitSync(Map.of(BUSY, offset(9)), Duration.ofSeconds(1));
    assertThat(committed()).isEqualTo(9);
  }

  @Test
  void refusesToCommitThePosition() {
    assertThatThrownBy(consumer::commitSync).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> consumer.commitSync(Duration.ofSeconds(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(consumer::commitAsync).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> consumer.commitAsync(null))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRevivedTaskHoldsOnlyItsNewRecords() {
    busy.add(record(5));
    busy.discardAll();
    InFlightQueue<TestRecord> revived = new InFlightQueue<>(1, budget);
    inFlight.register(BUSY, revived);
    assertThat(inFlight.lower(Map.of(BUSY, offset(9)))).as("stale position").isEmpty();
    revived.add(record(5));
    assertThat(inFlight.lower(Map.of(BUSY, offset(9))).get(BUSY).offset()).isEqualTo(5);
  }

  @Test
  void threadsHoldOnlyTheirOwnRecords() throws Exception {
    busy.add(record(5));
    Map<TopicPartition, OffsetAndMetadata> elsewhere =
        CompletableFuture.supplyAsync(() -> inFlight.lower(Map.of(BUSY, offset(9)))).get();
    assertThat(elsewhere.get(BUSY).offset()).isEqualTo(9);
  }

  @Test
  void pausesAPartitionAtItsLimit() {
    busy.add(record(0));
    mockConsumer.addRecord(new ConsumerRecord<>("listings", 0, 0, null, new byte[0]));
    mockConsumer.addRecord(new ConsumerRecord<>("listings", 1, 0, null, new byte[0]));
    assertThat(consumer.poll(Duration.ZERO).partitions()).containsExactly(OTHER);
    assertThat(mockConsumer.paused()).isEmpty();
    busy.remove();
    assertThat(consumer.poll(Duration.ZERO).partitions()).containsExactly(BUSY);
  }

  @Test
  void leavesPartitionsOfLowPriorityOutOfThePollAfterTheirRecords() {
    inFlight.register(BUSY, new InFlightQueue<>(100, budget, budget.maxBytes(), true));
    addRecords(0);
    assertThat(consumer.poll(Duration.ZERO).partitions()).containsExactlyInAnyOrder(BUSY, OTHER);
    addRecords(1);
    assertThat(consumer.poll(Duration.ZERO).partitions()).containsExactly(OTHER);
    assertThat(mockConsumer.paused()).isEmpty();
  }

  @Test
  void pausesPartitionsOfLowPriorityAsLongAsTheirRecordsWereProcessed() throws Exception {
    inFlight.register(BUSY, new InFlightQueue<>(100, budget, budget.maxBytes(), true));
    addRecords(0);
    consumer.poll(Duration.ZERO);
    Thread.sleep(200);
    addRecords(1);
    consumer.poll(Duration.ZERO);
    long paused = System.nanoTime();
    while (!consumer.poll(Duration.ZERO).partitions().contains(BUSY)) {
      Thread.sleep(1);
      assertThat(System.nanoTime() - paused).as("ns").isLessThan(30_000_000_000L);
    }
    assertThat(System.nanoTime() - paused).as("ns").isGreaterThan(190_000_000L);
  }

  private void addRecords(int offset) {
    mockConsumer.addRecord(new ConsumerRecord<>("listings", 0, offset, null, new byte[0]));
    mockConsumer.addRecord(new ConsumerRecord<>("listings", 1, offset, null, new byte[0]));
  }

  @Test
  void keepsPartitionsPausedByKafkaStreams() {
    busy.add(record(0));
    consumer.pause(Set.of(BUSY));
    consumer.poll(Duration.ZERO);
    assertThat(mockConsumer.paused()).containsExactly(BUSY);
    consumer.resume(Set.of(BUSY));
    assertThat(mockConsumer.paused()).isEmpty();
  }

  @Test
  void doesNotResumePartitionsPausedOrRevokedDuringThePoll() {
    busy.add(record(0));
    other.add(record(0));
    mockConsumer.schedulePollTask(
        () -> {
          consumer.pause(Set.of(OTHER));
          mockConsumer.assign(List.of(OTHER));
          mockConsumer.pause(Set.of(OTHER));
        });
    // The mock throws, as the real consumer does, when BUSY is resumed without being assigned.
    consumer.poll(Duration.ZERO);
    assertThat(mockConsumer.paused()).contains(OTHER);
  }

  private TestRecord record(long offset) {
    return new TestRecord(offset, budget, 1);
  }

  private static OffsetAndMetadata offset(long offset) {
    return new OffsetAndMetadata(offset, Optional.of(4), "partition time");
  }

  private long committed() {
    return mockConsumer.committed(Set.of(BUSY)).get(BUSY).offset();
  }
}
