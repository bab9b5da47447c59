package io.cmaclip.trainer.release;

import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.TaskMetrics;
import io.cmaclip.trainer.stages.Outputs;
import io.cmaclip.trainer.stages.Validation;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A model's answers to one task in one state.
 *
 * @param rows logits of all tasks by listing; null where a listing is not in the state
 * @param imageWeight by listing and task
 * @param task number of the task
 */
record TaskAnswers(
    float[][] rows, float[][] imageWeight, ListingSet listings, List<TaskClasses> tasks, int task) {
  /**
   * Fits the temperature, chooses the threshold and measures.
   *
   * @param majority the most frequent class of the training split
   */
  TaskReport report(int majority, AcceptThreshold accept) {
    int[] labelled =
        IntStream.range(0, rows.length)
            .filter(i -> rows[i] != null && listings.label(i, task) >= 0)
            .toArray();
    int[] labels = IntStream.of(labelled).map(i -> listings.label(i, task)).toArray();
    double temperature =
        TemperatureScaling.fit(
            IntStream.of(labelled)
                .mapToObj(i -> Outputs.ofTask(rows[i], tasks, task))
                .toArray(float[][]::new),
            labels);
    List<Answer> answers = Validation.answers(rows, listings, tasks, task, temperature);
    List<Answer> unscaled = Validation.answers(rows, listings, tasks, task, 1);
    OptionalDouble threshold = accept.choose(answers);
    List<Answer> accepted =
        threshold.isEmpty()
            ? List.of()
            : answers.stream().filter(a -> a.confidence() >= threshold.getAsDouble()).toList();
    double weight = 0;
    for (int i : labelled) {
      weight += imageWeight[i][task];
    }
    int count = Math.max(1, answers.size());
    return new TaskReport(
        TaskMetrics.of(answers),
        TaskMetrics.of(unscaled).ece(),
        (double) IntStream.of(labels).filter(label -> label == majority).count() / count,
        temperature,
        threshold.isEmpty() ? null : threshold.getAsDouble(),
        (double) accepted.size() / count,
        accepted.isEmpty() ? null : TaskMetrics.of(accepted).accuracy(),
        weight / count);
  }
}
