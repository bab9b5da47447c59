package io.cmaclip.trainer.release;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.stages.EvaluationModel;
import io.cmaclip.trainer.stages.Outputs;
import io.cmaclip.trainer.stages.TrainingPlan;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Temperature and accept threshold per task and modality state, fitted on the validation split with
 * modalities masked.
 *
 * @param reports by state, then by task
 */
public record Calibrator(Map<ModalityState, Map<String, TaskReport>> reports) {
  /** Calibrates a model on the plan's validation split. */
  public static Calibrator of(EvaluationModel model, TrainingPlan plan) {
    List<TaskClasses> tasks = plan.data().tasks();
    ListingSet validation = plan.data().validation();
    Map<String, int[]> counts = TaskClasses.counts(tasks, plan.data().training());
    AcceptThreshold threshold = new AcceptThreshold(plan.recipe().precision());
    Map<ModalityState, Map<String, TaskReport>> reports = new EnumMap<>(ModalityState.class);
    for (ModalityState state : ModalityState.values()) {
      Outputs outputs = model.answer(validation, state);
      float[][] rows = inState(outputs.logits(), validation, state);
      Map<String, TaskReport> byTask = new LinkedHashMap<>();
      for (int task = 0; task < tasks.size(); task++) {
        TaskAnswers answers = new TaskAnswers(rows, outputs.imageWeight(), validation, tasks, task);
        String name = tasks.get(task).name();
        byTask.put(name, answers.report(mostFrequent(counts.get(name)), threshold));
      }
      reports.put(state, byTask);
    }
    return new Calibrator(reports);
  }

  /** Keeps the rows of listings in this state; other rows become null. */
  private static float[][] inState(float[][] rows, ListingSet listings, ModalityState state) {
    float[][] kept = rows.clone();
    for (int i = 0; i < kept.length; i++) {
      if (state == ModalityState.BOTH && !listings.hasBoth(i)) {
        kept[i] = null;
      }
    }
    return kept;
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

  /** Tasks with their operating points for the manifest. */
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
