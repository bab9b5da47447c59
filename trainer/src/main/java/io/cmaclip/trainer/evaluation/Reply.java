package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.review.ReviewCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the bundle says of a listing, as little as measures need.
 *
 * @param tasks in the bundle's order
 * @param alarms those of the three codes of noise that it raises
 */
record Reply(List<TaskReply> tasks, NoiseScores noise, Set<ReviewCode> alarms) {
  /**
   * One task.
   *
   * @param unscaled confidence at temperature 1; NaN where it was not asked for
   */
  record TaskReply(
      String label, double confidence, double unscaled, boolean accepted, double imageWeight) {}

  static Reply of(Prediction prediction, Prediction unscaled, Set<ReviewCode> alarms) {
    List<TaskReply> tasks = new ArrayList<>();
    for (int k = 0; k < prediction.tasks().size(); k++) {
      TaskPrediction task = prediction.tasks().get(k);
      tasks.add(
          new TaskReply(
              task.label(),
              task.confidence(),
              unscaled == null ? Double.NaN : unscaled.tasks().get(k).confidence(),
              task.accepted(),
              task.imageWeight()));
    }
    return new Reply(tasks, prediction.noise(), alarms);
  }
}
