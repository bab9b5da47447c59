package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The part of a prediction that the measures need.
 *
 * @param tasks in the bundle's order
 * @param alarms the noise alarms of the prediction
 */
record Outcome(List<Task> tasks, NoiseScores noise, Set<ReviewCode> alarms) {
  /** A listing that could not be classified: no tasks, no alarm. */
  static final Outcome NONE = new Outcome(List.of(), NoiseScores.NONE, Set.of());

  /**
   * One task.
   *
   * @param unscaled confidence at temperature 1; NaN where it was not computed
   */
  record Task(
      String label, double confidence, double unscaled, boolean accepted, double imageWeight) {}

  /**
   * @param unscaled the prediction at temperature 1, or null
   */
  static Outcome of(Prediction prediction, Prediction unscaled, Set<ReviewCode> alarms) {
    List<Task> tasks = new ArrayList<>();
    for (int k = 0; k < prediction.tasks().size(); k++) {
      TaskPrediction task = prediction.tasks().get(k);
      double confidence = unscaled == null ? Double.NaN : unscaled.tasks().get(k).confidence();
      tasks.add(
          new Task(
              task.label(), task.confidence(), confidence, task.accepted(), task.imageWeight()));
    }
    return new Outcome(tasks, prediction.noise(), alarms);
  }
}
