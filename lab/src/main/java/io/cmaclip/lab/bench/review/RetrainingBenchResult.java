package io.cmaclip.lab.bench.review;

import java.util.List;

/**
 * Result of {@code bench retraining}; the JSON of {@code --json}. Accuracies are means over the
 * tasks.
 *
 * @param unseen listings; each seed takes one half as the stream and measures on the other
 * @param models by order and number of decisions
 */
public record RetrainingBenchResult(int unseen, List<Models> models, Comparisons priorityToRandom) {
  /**
   * Models of all seeds.
   *
   * @param order of the decisions: random, confidence or priority; none is trained without
   *     decisions, and base is the bundle as it is
   * @param accuracy mean over the seeds
   * @param recall the same of the recall at 90% precision
   * @param accuracies by seed
   * @param promoted seeds whose model the command promote finds better than the bundle
   */
  public record Models(
      String order,
      int decisions,
      double accuracy,
      double recall,
      List<Double> accuracies,
      long promoted) {}

  /**
   * Priority minus random.
   *
   * @param equalLabels decisions by priority with the accuracy of the most decisions at random,
   *     interpolated; null if no number reaches it
   */
  public record Comparisons(List<Difference> byDecisions, Double equalLabels) {}

  /**
   * Difference of the mean accuracy.
   *
   * @param low end of the 95% interval, by bootstrap over listings and seeds
   * @param high other end
   * @param differences by seed
   */
  public record Difference(
      int decisions, double mean, double low, double high, List<Double> differences) {}
}
