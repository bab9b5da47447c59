package io.cmaclip.lab.bench.review;

import java.util.List;

/**
 * Result of {@code bench review-order}; the JSON of {@code --json}.
 *
 * @param listings of each stream, near-duplicates included
 * @param budget share of the listings that is decided
 * @param seeds one entry per seed
 */
public record ReviewOrderBenchResult(
    int listings, double budget, int partitions, List<Order> seeds) {
  /**
   * Value of the products with a wrong label that the decided items show, by order.
   *
   * @param doubtful listings with a reason for review
   * @param random order of the doubtful listings
   * @param lowestConfidence lowest confidence in a task first
   * @param priority what the budget admits, highest priority first
   * @param confidenceDuplicates most items of one product in 50 consecutive ones
   * @param priorityDuplicates most items of one product in 50 consecutive ones
   */
  public record Order(
      int doubtful,
      double random,
      double lowestConfidence,
      double priority,
      int confidenceDuplicates,
      int priorityDuplicates) {
    public double toRandom() {
      return priority / random;
    }

    public double toLowestConfidence() {
      return priority / lowestConfidence;
    }
  }
}
