package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightQueueTest {
  private final ByteBudget budget = new ByteBudget(1000);
  private final InFlightQueue<TestRecord> queue = new InFlightQueue<>(3, budget);

  @Test
  void recordsLeaveInTheOrderReceived() {
    TestRecord first = add(10, 1);
    TestRecord second = add(11, 1);
    second.complete("");
    assertThat(queue.peekFinished()).isNull();
    first.complete("");
    assertThat(queue.peekFinished()).isSameAs(first);
    queue.remove();
    assertThat(queue.peekFinished()).isSameAs(second);
  }

  @Test
  void noCommitCoversARecordWithoutItsOutput() {
    add(10, 1).complete("");
    add(15, 1);
    assertThat(queue.committable(16)).hasValue(10);
    queue.remove();
    assertThat(queue.committable(16)).hasValue(15);
    queue.remove();
    assertThat(queue.committable(16)).hasValue(16);
  }

  @Test
  void commitsNothingBeforeTheFirstRecord() {
    assertThat(queue.committable(16)).isEmpty();
  }

  @Test
  void aClosedQueueHoldsTheOffsetOfItsDiscardedRecords() {
    TestRecord dropped = add(12, 100);
    queue.discardAll();
    assertThat(queue.committable(20)).hasValue(12);
    assertThat(dropped.isDone()).isTrue();
    assertThat(dropped.finished()).isNull();
    assertThat(budget.usedBytes()).isZero();
    queue.discardAll();
    assertThat(queue.committable(20)).hasValue(12);
  }

  @Test
  void aLateResultOfAClosedQueueIsNotForwarded() {
    TestRecord late = add(12, 1);
    queue.discardAll();
    late.complete("");
    assertThat(queue.peekFinished()).isNull();
  }

  @Test
  void isFullAtItsLimit() {
    add(1, 1);
    add(2, 1);
    assertThat(queue.isFull()).isFalse();
    add(3, 1);
    assertThat(queue.isFull()).isTrue();
  }

  @Test
  void isFullByBytesOfOtherPartitionsUnlessEmpty() {
    InFlightQueue<TestRecord> other = new InFlightQueue<>(3, budget);
    other.add(new TestRecord(0, budget, 1000));
    assertThat(queue.isFull()).as("an empty queue always gets on").isFalse();
    add(1, 1);
    assertThat(queue.isFull()).isTrue();
    other.discardAll();
    assertThat(queue.isFull()).isFalse();
  }

  @Test
  void releasesReservedBytesOnce() {
    TestRecord record = add(1, 100);
    record.reserve(400);
    record.reserve(100);
    assertThat(budget.usedBytes()).isEqualTo(200);
    record.complete("");
    assertThat(budget.usedBytes()).isEqualTo(100);
    queue.remove();
    record.reserve(100);
    assertThat(budget.usedBytes()).isZero();
    assertThat(budget.peakBytes()).isEqualTo(500);
  }

  private TestRecord add(long offset, long bytes) {
    TestRecord record = new TestRecord(offset, budget, bytes);
    queue.add(record);
    return record;
  }
}
