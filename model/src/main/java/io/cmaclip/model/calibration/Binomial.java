package io.cmaclip.model.calibration;

/** Exact binomial tails. */
public final class Binomial {
  private Binomial() {}

  /**
   * Probability of at least {@code successes} in {@code trials}. It is at most alpha exactly when
   * the one-sided Clopper-Pearson lower bound of level 1 - alpha is at least {@code probability}.
   */
  public static double upperTail(int trials, int successes, double probability) {
    double tail = 0;
    double logFactor = 0;
    double logOdds = Math.log(probability) - Math.log1p(-probability);
    double logTerm = trials * Math.log1p(-probability);
    for (int k = 0; k <= trials; k++) {
      if (k > 0) {
        logFactor += Math.log(trials - k + 1.0) - Math.log(k);
      }
      if (k >= successes) {
        tail += Math.exp(logTerm + logFactor + k * logOdds);
      }
    }
    return Math.min(1, tail);
  }

  /** Probability of at most {@code successes} in {@code trials}. */
  public static double lowerTail(int trials, int successes, double probability) {
    return upperTail(trials, trials - successes, 1 - probability);
  }
}
