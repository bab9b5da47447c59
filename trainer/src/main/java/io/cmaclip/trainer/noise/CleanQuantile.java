package io.cmaclip.trainer.noise;

import java.util.Arrays;

/**
 * The threshold at which a score has a given false-alarm rate on clean items, estimated from a
 * sample that contains some bad items.
 *
 * <p>The sample is modelled as a mixture: a share {@code p} of bad items, whose scores are
 * distributed like those of known bad items, and clean items. The share of all items above t is
 * then p B(t) + (1 - p) C(t). B is measured on the known bad items, so C follows. {@code p} is
 * estimated as the smallest ratio of the shares of all items and of known bad items above t, over
 * all t that at least a quarter of the known bad items exceed; clean items can only raise this
 * ratio.
 *
 * @param threshold lowest score that counts as noisy
 * @param noiseShare the estimated share p
 * @param falseAlarms the estimated rate of clean items at or above the threshold
 */
record CleanQuantile(double threshold, double noiseShare, double falseAlarms) {
  private static final double LEAST_BAD = 0.25;
  private static final double MOST_NOISE = 0.5;

  /**
   * Lowest threshold with at most this rate; estimates the share of bad items.
   *
   * @param scores of the sample, most of it clean
   * @param bad scores of items known to be bad
   * @param rate false-alarm rate on clean items, above 0 and below 1
   */
  static CleanQuantile of(double[] scores, double[] bad, double rate) {
    return of(scores, bad, rate, noiseShare(sorted(scores), sorted(bad)));
  }

  /**
   * Lowest threshold with at most this rate.
   *
   * @param share of bad items in the sample, 0 to 0.5
   */
  static CleanQuantile of(double[] scores, double[] bad, double rate, double share) {
    double[] all = sorted(scores);
    double[] known = sorted(bad);
    double threshold = Math.nextUp(Math.max(all[all.length - 1], known[known.length - 1]));
    double alarms = 0;
    for (int i = all.length - 1; i >= 0; i--) {
      double clean = cleanShareFrom(all[i], all, known, share);
      if (clean > rate) {
        break;
      }
      threshold = all[i];
      alarms = clean;
    }
    return new CleanQuantile(Math.min(1, threshold), share, alarms);
  }

  private static double noiseShare(double[] all, double[] known) {
    double share = MOST_NOISE;
    for (double t : known) {
      double ofBad = shareFrom(t, known);
      if (ofBad >= LEAST_BAD) {
        share = Math.min(share, shareFrom(t, all) / ofBad);
      }
    }
    return share;
  }

  private static double cleanShareFrom(double t, double[] all, double[] known, double share) {
    return Math.max(0, (shareFrom(t, all) - share * shareFrom(t, known)) / (1 - share));
  }

  /** Share of sorted values that are at least t. */
  private static double shareFrom(double t, double[] sorted) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < t) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (sorted.length - low) / (double) sorted.length;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
