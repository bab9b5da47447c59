package io.cmaclip.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationProfileTest {
  @Test
  void dividesValuesIntoTenBinsOfEqualSize() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0).toArray();
    Histogram histogram = Histogram.tenths(values);
    assertThat(histogram.counts())
        .hasSize(10)
        .allSatisfy(count -> assertThat(count).isBetween(99L, 101L));
    assertThat(histogram.bin(-1)).isZero();
    assertThat(histogram.bin(0.55)).isEqualTo(5);
    assertThat(histogram.bin(2)).isEqualTo(9);
    long[] again = new long[10];
    DoubleStream.of(values).forEach(v -> again[histogram.bin(v)]++);
    assertThat(again).containsExactly(histogram.counts().stream().mapToLong(c -> c).toArray());
  }

  @Test
  void equalValuesReduceTheBinsAndLieOnNoEdge() {
    Histogram constant = Histogram.tenths(new double[] {0.5, 0.5, 0.5});
    assertThat(constant.counts()).containsExactly(3L);
    assertThat(constant.baseline().bins()).containsExactly("any");
    double[] sure = DoubleStream.concat(DoubleStream.of(0.2, 0.4), ones(98)).toArray();
    Histogram histogram = Histogram.tenths(sure);
    assertThat(histogram.counts()).doesNotContain(0L);
    assertThat(histogram.bin(1)).isEqualTo(histogram.bin(1 - 1e-7));
  }

  @Test
  void countsConfidenceImageWeightAndLabels() {
    List<Prediction> answers = new ArrayList<>();
    answers.addAll(Collections.nCopies(300, answer(ModalityState.BOTH, "red", 0.9, 0.6)));
    answers.addAll(Collections.nCopies(100, answer(ModalityState.TEXT_ONLY, "blue", 0.4, 0)));
    TaskProfile task = ValidationProfile.of("here", answers).tasks().get(0);
    assertThat(task.confidence().counts()).containsExactly(100L, 300L);
    assertThat(task.imageWeight().counts()).containsExactly(300L);
    assertThat(task.labels()).containsOnly(Map.entry("red", 300L), Map.entry("blue", 100L));
    TaskProfile.Binning weight = task.binnings().get(1);
    assertThat(weight.measure()).isEqualTo(Measure.IMAGE_WEIGHT);
    assertThat(bin(weight, answer(ModalityState.TEXT_ONLY, "red", 0.9, 0))).isEqualTo(-1);
    assertThat(bin(weight, answer(ModalityState.BOTH, "red", 0.9, 0.2))).isZero();
  }

  @Test
  void rareAndUnseenLabelsShareABin() {
    List<Prediction> answers = new ArrayList<>();
    answers.addAll(Collections.nCopies(600, answer(ModalityState.BOTH, "red", 0.9, 0.6)));
    answers.addAll(Collections.nCopies(396, answer(ModalityState.BOTH, "blue", 0.9, 0.6)));
    answers.addAll(Collections.nCopies(4, answer(ModalityState.BOTH, "teal", 0.9, 0.6)));
    TaskProfile.Binning label = ValidationProfile.of("x", answers).tasks().get(0).binnings().get(2);
    assertThat(label.baseline())
        .isEqualTo(
            new Baseline(List.of("blue", "red", TaskProfile.RARE_BIN), List.of(396L, 600L, 4L)));
    assertThat(bin(label, answer(ModalityState.BOTH, "red", 1, 1))).isEqualTo(1);
    assertThat(bin(label, answer(ModalityState.BOTH, "teal", 1, 1))).isEqualTo(2);
    assertThat(bin(label, answer(ModalityState.BOTH, "never seen", 1, 1))).isEqualTo(2);
  }

  @Test
  void refusesInvalidEdgesAndCounts() {
    assertThatThrownBy(() -> new Histogram(List.of(0.5), List.of(1L)))
        .hasMessage("1 counts: must be one more than the 1 edges");
    assertThatThrownBy(() -> new Histogram(List.of(0.5, 0.5), List.of(1L, 1L, 1L)))
        .hasMessageContaining("must be finite and rise");
    assertThatThrownBy(() -> new Histogram(List.of(Double.NaN), List.of(1L, 1L)))
        .hasMessageContaining("must be finite and rise");
    assertThatThrownBy(() -> new Histogram(List.of(), List.of(-1L)))
        .hasMessageContaining("must be 0 or more");
  }

  private static int bin(TaskProfile.Binning binning, Prediction prediction) {
    return binning.place().bin(prediction.tasks().get(0), prediction.state());
  }

  private static DoubleStream ones(int count) {
    return DoubleStream.generate(() -> 1).limit(count);
  }

  private static Prediction answer(
      ModalityState state, String label, double confidence, double imageWeight) {
    return new Prediction(
        state,
        List.of(
            new TaskPrediction(
                "colour",
                label,
                confidence,
                true,
                imageWeight,
                1 - imageWeight,
                List.of(),
                null,
                null)),
        NoiseScores.NONE);
  }
}
