package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.metrics.Interval;
import io.cmaclip.trainer.metrics.RocCurve;
import java.util.List;
import java.util.Map;

/**
 * How well the noise scores and their thresholds tell clean listings from others.
 *
 * @param cleanListings those with nothing done to them as far as the data says
 * @param falseAlarms on clean listings, by score ({@code mismatch}, {@code image}, {@code text})
 *     and {@code any}
 * @param kinds by what the data's field {@code noise} says; empty without it
 * @param recall share of all listings with such noise that raise any alarm; null without any
 * @param anyAuroc AUROC of the highest score over all noisy listings; null without any
 * @param made on clean listings spoilt here, by what was done: images and titles swapped, images
 *     and titles corrupted, of kinds that the scores are fitted on and of others
 */
public record NoiseEvaluation(
    int cleanListings,
    Map<String, Rate> falseAlarms,
    Map<String, Kind> kinds,
    Rate recall,
    Double anyAuroc,
    Map<String, Kind> made) {
  /**
   * A share of listings.
   *
   * @param share 0 to 1
   * @param interval Wilson, 95%
   */
  public record Rate(int listings, double share, Interval interval) {
    static Rate of(int counted, int listings) {
      return new Rate(
          listings,
          listings == 0 ? 0 : (double) counted / listings,
          Interval.wilson(counted, listings));
    }
  }

  /**
   * One kind of noise.
   *
   * @param score which score should see it; {@code any}: the highest of the three
   * @param auroc against clean listings; null when either side is empty
   * @param recall share that raises the score's alarm
   * @param anyRecall share that raises any alarm
   * @param roc curve of the score
   * @param unseen whether it is of a kind that nothing is fitted on
   */
  public record Kind(
      int listings,
      String score,
      Double auroc,
      Rate recall,
      Rate anyRecall,
      List<RocCurve.Point> roc,
      boolean unseen) {}
}
