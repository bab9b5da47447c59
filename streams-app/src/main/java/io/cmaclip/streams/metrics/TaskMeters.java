package io.cmaclip.streams.metrics;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Meters of one task. For any thread. */
final class TaskMeters {
  private final Counter accepted;
  private final Counter refused;
  private final DistributionSummary confidence;
  private final DistributionSummary imageWeight;
  private final Map<String, Counter> labels;

  /**
   * @param labels labels with their own series
   */
  TaskMeters(MeterRegistry registry, String task, List<String> labels) {
    this.accepted = MeterTable.ANSWERS.counter(registry, task, "true");
    this.refused = MeterTable.ANSWERS.counter(registry, task, "false");
    this.confidence = MeterTable.CONFIDENCE.histogram(registry, task);
    this.imageWeight = MeterTable.IMAGE_WEIGHT.histogram(registry, task);
    this.labels =
        labels.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    label -> MeterTable.LABELS.counter(registry, task, label)));
  }

  void answered(TaskPrediction answer, ModalityState state) {
    (answer.accepted() ? accepted : refused).increment();
    confidence.record(answer.confidence());
    if (state == ModalityState.BOTH) {
      imageWeight.record(answer.imageWeight());
    }
    Counter label = labels.get(answer.label());
    if (label != null) {
      label.increment();
    }
  }
}
