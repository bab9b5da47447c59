package io.cmaclip.lab.bench.review;

import java.util.List;

/**
 * Result of {@code bench review-budget}; the JSON of {@code --json}.
 *
 * @param listings of each phase and seed
 * @param share of the listings that the budget admits
 * @param selection mean priority of the admitted listings, between that of a random choice (0) and
 *     that of the highest ones (1)
 */
public record ReviewBudgetBenchResult(
    int listings, int partitions, int seeds, double share, double selection, List<Phase> phases) {
  /**
   * A part of the stream.
   *
   * @param budget with the review budget
   * @param fixedThreshold with a threshold that fits the first phase
   */
  public record Phase(String phase, Ratios budget, Ratios fixedThreshold) {
    /**
     * Listings admitted in 1,000 consecutive ones, divided by what the budget allows.
     *
     * @param lowest of all windows of all seeds
     * @param highest of all windows of all seeds
     */
    public record Ratios(double lowest, double highest) {
      private Ratios with(Ratios other) {
        return new Ratios(Math.min(lowest, other.lowest), Math.max(highest, other.highest));
      }
    }

    Phase with(Phase other) {
      return new Phase(phase, budget.with(other.budget), fixedThreshold.with(other.fixedThreshold));
    }
  }
}
