package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.data.TaskClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Class frequencies for logit adjustment. */
final class LogPrior {
  private LogPrior() {}

  /**
   * Logarithm of each class's share of the labels of its task, concatenated over tasks. A class
   * without a label counts as one, so that every value is finite.
   */
  static float[] of(List<TaskClasses> tasks, ListingSet training) {
    Map<String, int[]> counts = TaskClasses.counts(tasks, training);
    float[] prior = new float[counts.values().stream().mapToInt(c -> c.length).sum()];
    int next = 0;
    for (TaskClasses task : tasks) {
      int[] count = counts.get(task.name());
      double sum = Arrays.stream(count).map(c -> Math.max(1, c)).sum();
      for (int c : count) {
        prior[next++] = (float) Math.log(Math.max(1, c) / sum);
      }
    }
    return prior;
  }
}
