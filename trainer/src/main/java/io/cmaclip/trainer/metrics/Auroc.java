package io.cmaclip.trainer.metrics;

import java.util.Arrays;

/** Area under the ROC curve: the probability that a positive scores above a negative. */
public final class Auroc {
  private Auroc() {}

  /**
   * Ties count half.
   *
   * @throws IllegalArgumentException when either side is empty
   */
  public static double of(double[] positives, double[] negatives) {
    if (positives.length == 0 || negatives.length == 0) {
      throw new IllegalArgumentException(
          "AUROC needs both sides, not " + positives.length + " and " + negatives.length);
    }
    double[] sorted = negatives.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double positive : positives) {
      int below = countBelow(sorted, positive, false);
      int upTo = countBelow(sorted, positive, true);
      wins += below + (upTo - below) / 2.0;
    }
    return wins / positives.length / negatives.length;
  }

  private static int countBelow(double[] sorted, double value, boolean inclusive) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (inclusive && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
