package io.cmaclip.trainer.baselines;

import io.cmaclip.trainer.metrics.TaskMetrics;
import java.util.Map;

/**
 * What one baseline reached on unseen listings.
 *
 * @param name "title", "image" or "both"
 * @param tasks measures per task, in the order in which the tasks were asked for
 */
public record BaselineScores(String name, Map<String, TaskMetrics> tasks) {
  /** Mean accuracy over tasks. */
  public double meanAccuracy() {
    return tasks.values().stream().mapToDouble(TaskMetrics::accuracy).average().orElse(0);
  }

  /** Mean recall at 90% precision over tasks. */
  public double meanRecallAtP90() {
    return tasks.values().stream().mapToDouble(TaskMetrics::recallAtP90).average().orElse(0);
  }
}
