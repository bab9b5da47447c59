package io.cmaclip.trainer.baselines;

import io.cmaclip.trainer.metrics.TaskMetrics;
import java.util.Map;

/**
 * Measures of one baseline on test listings.
 *
 * @param name "title", "image" or "both"
 * @param tasks measures by task, in the requested order
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
