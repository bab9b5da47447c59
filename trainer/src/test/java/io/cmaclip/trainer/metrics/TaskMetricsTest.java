package io.cmaclip.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskMetricsTest {
  @Test
  void recallAtPrecisionTakesTheLargestPrefixNotTheFirst() {
    List<Answer> answers = new ArrayList<>();
    answers.add(new Answer(0.99, false));
    for (int i = 0; i < 9; i++) {
      answers.add(new Answer(0.98 - 0.01 * i, true));
    }
    answers.add(new Answer(0.10, false));
    // Only the prefix of ten reaches 9/10; all shorter ones fall short because the first is wrong.
    assertThat(TaskMetrics.of(answers).recallAtP90()).isEqualTo(9.0 / 11, within(1e-12));
  }

  @Test
  void recallAtPrecisionIsZeroWhenNoPrefixIsPreciseEnough() {
    List<Answer> answers = List.of(new Answer(0.9, false), new Answer(0.8, true));
    assertThat(TaskMetrics.of(answers).recallAtP90()).isZero();
  }

  @Test
  void equalConfidencesKeepFileOrder() {
    List<Answer> rightFirst = List.of(new Answer(0.5, true), new Answer(0.5, false));
    List<Answer> wrongFirst = List.of(new Answer(0.5, false), new Answer(0.5, true));
    assertThat(TaskMetrics.of(rightFirst).recallAtP90()).isEqualTo(0.5);
    assertThat(TaskMetrics.of(wrongFirst).recallAtP90()).isZero();
  }

  @Test
  void calibrationErrorIsTheGapBetweenConfidenceAndAccuracyPerBin() {
    List<Answer> answers =
        List.of(
            new Answer(0.95, true),
            new Answer(0.95, false),
            new Answer(0.55, true),
            new Answer(1.0, true));
    // Last bin: 0.95 + 0.95 + 1.0 - 2 = 0.9; bin of 0.55: 0.45.
    assertThat(TaskMetrics.of(answers).ece()).isEqualTo((0.9 + 0.45) / 4, within(1e-12));
    assertThat(TaskMetrics.of(answers).accuracy()).isEqualTo(0.75);
  }

  @Test
  void nothingLabelledGivesZeros() {
    assertThat(TaskMetrics.of(List.of())).isEqualTo(new TaskMetrics(0, 0, 0, 0));
  }

  @Test
  void aurocCountsTiesHalf() {
    assertThat(Auroc.of(new double[] {0.5, 0.9}, new double[] {0.5, 0.1}))
        .isEqualTo(3.5 / 4, within(1e-12));
  }
}
