package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoomWaitTest {
  private final ByteBudget budget = new ByteBudget(1000);
  private final InFlightQueue<TestRecord> queue = new InFlightQueue<>(2, budget);
  private final InFlightPartitions inFlight = new InFlightPartitions();
  private final RoomWait wait = new RoomWait(inFlight, Duration.ofMillis(50));

  @Test
  void doesNotWaitWithRoom() {
    add(1);
    wait.awaitRoom(queue, RoomWaitTest::nothingIsFinished);
    assertThat(inFlight.waitedNanos()).isZero();
  }

  @Test
  void endsWhenARecordIsForwarded() {
    add(2);
    wait.awaitRoom(queue, queue::remove);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void limitsAllWaitsBetweenTwoCommits() {
    add(2);
    wait.awaitRoom(queue, RoomWaitTest::nothingIsFinished);
    long waited = inFlight.waitedNanos();
    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
    wait.awaitRoom(queue, RoomWaitTest::nothingIsFinished);
    assertThat(inFlight.waitedNanos()).as("no second wait").isEqualTo(waited);
    inFlight.transactionEnded();
    wait.awaitRoom(queue, RoomWaitTest::nothingIsFinished);
    assertThat(inFlight.waitedNanos()).isPositive();
  }

  @Test
  void failsAtTwiceTheLimit() {
    add(4);
    assertThatThrownBy(() -> wait.awaitRoom(queue, RoomWaitTest::nothingIsFinished))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNothingWithoutAllowance() {
    add(10);
    new RoomWait(inFlight, Duration.ZERO).awaitRoom(queue, RoomWaitTest::nothingIsFinished);
    assertThat(inFlight.waitedNanos()).isZero();
  }

  private static void nothingIsFinished() {}

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      queue.add(new TestRecord(i, budget, 1));
    }
  }
}
