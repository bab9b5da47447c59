package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreClockTest {
  private static final TopicPartition FIRST = new TopicPartition("changelog", 0);
  private static final TopicPartition SECOND = new TopicPartition("changelog", 1);

  private final RestoreClock clock = new RestoreClock();

  @Test
  void measuresFromTheFirstStartToTheLastEndOfAllPartitions() throws Exception {
    clock.onRestoreStart(FIRST, "answers", 0, 10);
    clock.onBatchRestored(FIRST, "answers", 9, 10);
    clock.onRestoreStart(SECOND, "answers", 0, 5);
    clock.onRestoreEnd(FIRST, "answers", 10);
    assertThat(clock.seconds()).as("while one is restored").isZero();
    Thread.sleep(20);
    clock.onBatchRestored(SECOND, "answers", 4, 5);
    clock.onRestoreEnd(SECOND, "answers", 5);
    assertThat(clock.records()).isEqualTo(15);
    assertThat(clock.seconds()).isGreaterThanOrEqualTo(0.02);
  }

  @Test
  void aClockWithoutARestoreHasNoTime() {
    assertThat(clock.seconds()).isZero();
    clock.onRestoreStart(FIRST, "answers", 0, 10);
    clock.onRestoreSuspended(FIRST, "answers", 3);
    assertThat(clock.seconds()).isZero();
  }
}
