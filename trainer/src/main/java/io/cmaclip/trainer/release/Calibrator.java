package io.cmaclip.trainer.release;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.calibration.AcceptThreshold;
import io.cmaclip.trainer.calibration.TemperatureScaling;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.TaskMetrics;
import io.cmaclip.trainer.stages.EvaluationModel;
import io.cmaclip.trainer.stages.Outputs;
import io.cmaclip.trainer.stages.Validation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Temperature and accept threshold per task and state, measured by masking modalities of the
 * validation split.
 *
 * @param reports by state, then by task
 */
public record Calibrator(Map<ModalityState, Map<String, TaskReport>> reports) {
  /**
   * Measures a model.
   *
   * @param precision target of accepted answers
   */
  public static Calibrator of(
      EvaluationModel model,
      ListingSet training,
      ListingSet validation,
      List<TaskClasses> tasks,
      double precision) {
    Split split = new Split(validation, tasks, TaskClasses.counts(tasks, training), precision);
    Map<ModalityState, Map<String, TaskReport>> reports = new EnumMap<>(ModalityState.class);
    for (ModalityState state : ModalityState.values()) {
      Outputs outputs = model.answer(validation, state);
      float[][] rows = inState(outputs.logits(), validation, state);
      Map<String, TaskReport> byTask = new LinkedHashMap<>();
      for (int task = 0; task < tasks.size(); task++) {
        byTask.put(tasks.get(task).name(), split.report(rows, outputs.imageWeight(), task));
      }
      reports.put(state, byTask);
    }
    return new Calibrator(reports);
  }

  /** Rows of listings that really are in a state; the others become null. */
  private static float[][] inState(float[][] rows, ListingSet listings, ModalityState state) {
    float[][] kept = rows.clone();
    for (int i = 0; i < kept.length; i++) {
      if (state == ModalityState.BOTH && !listings.hasBoth(i)) {
        kept[i] = null;
      }
    }
    return kept;
  }

  /**
   * The validation split with what it is measured by.
   *
   * @param trained listings of each class that were trained on, by task
   * @param precision target of accepted answers
   */
  private record Split(
      ListingSet validation,
      List<TaskClasses> tasks,
      Map<String, int[]> trained,
      double precision) {
    TaskReport report(float[][] rows, float[][] imageWeight, int task) {
      int majority = mostFrequent(trained.get(tasks.get(task).name()));
      List<float[]> logits = new ArrayList<>();
      List<Integer> labels = new ArrayList<>();
      double weight = 0;
      int right = 0;
      for (int i = 0; i < rows.length; i++) {
        int label = validation.label(i, task);
        if (rows[i] != null && label >= 0) {
          logits.add(Outputs.ofTask(rows[i], tasks, task));
          labels.add(label);
          weight += imageWeight[i][task];
          right += label == majority ? 1 : 0;
        }
      }
      double temperature =
          TemperatureScaling.fit(
              logits.toArray(float[][]::new), labels.stream().mapToInt(l -> l).toArray());
      List<Answer> answers = Validation.answers(rows, validation, tasks, task, temperature);
      List<Answer> unscaled = Validation.answers(rows, validation, tasks, task, 1);
      OptionalDouble threshold = new AcceptThreshold(precision).choose(answers);
      List<Answer> accepted =
          threshold.isEmpty()
              ? List.of()
              : answers.stream().filter(a -> a.confidence() >= threshold.getAsDouble()).toList();
      int count = Math.max(1, answers.size());
      return new TaskReport(
          TaskMetrics.of(answers),
          TaskMetrics.of(unscaled).ece(),
          (double) right / count,
          temperature,
          threshold.isEmpty() ? null : threshold.getAsDouble(),
          (double) accepted.size() / count,
          accepted.isEmpty() ? null : TaskMetrics.of(accepted).accuracy(),
          weight / count);
    }
  }

  private static int mostFrequent(int[] counts) {
    int best = 0;
    for (int c = 1; c < counts.length; c++) {
      best = counts[c] > counts[best] ? c : best;
    }
    return best;
  }

  /** Temperatures of a state, one per task. */
  double[] temperatures(ModalityState state) {
    return reports.get(state).values().stream().mapToDouble(TaskReport::temperature).toArray();
  }

  /** The tasks as a bundle states them. */
  List<BundleTask> bundleTasks(List<TaskClasses> tasks) {
    return tasks.stream()
        .map(
            task -> {
              Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
              reports.forEach(
                  (state, byTask) -> {
                    TaskReport report = byTask.get(task.name());
                    points.put(
                        state, new OperatingPoint(report.temperature(), report.acceptThreshold()));
                  });
              return new BundleTask(task.name(), task.classes(), points);
            })
        .toList();
  }

  /** Mean over tasks of the accuracy with both modalities. */
  public double meanAccuracy() {
    return reports.get(ModalityState.BOTH).values().stream()
        .mapToDouble(r -> r.metrics().accuracy())
        .average()
        .orElse(0);
  }

  /** Mean over tasks of the recall at 90% precision with both modalities. */
  public double meanRecallAtP90() {
    return reports.get(ModalityState.BOTH).values().stream()
        .mapToDouble(r -> r.metrics().recallAtP90())
        .average()
        .orElse(0);
  }
}
