package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.metrics.Interval;
import io.cmaclip.trainer.metrics.RocCurve;
import java.util.List;
import java.util.Map;

/**
 * How well the noise scores and their thresholds detect noise.
 *
 * @param cleanListings listings without noise according to the data
 * @param falseAlarms on clean listings, by score ({@code mismatch}, {@code image}, {@code text})
 *     and {@code any}
 * @param kinds by the value of the field {@code noise}; empty without the field
 * @param recall share of noisy listings that raise any alarm; null without noisy listings
 * @param anyAuroc AUROC of the highest score on noisy listings; null without noisy listings
 * @param made on clean listings that the evaluation swaps or corrupts, by kind of change
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
   * @param score the score that should detect it; {@code any} = the highest of the three
   * @param auroc against clean listings; null when either side is empty
   * @param recall share that raises the alarm of the score
   * @param anyRecall share that raises any alarm
   * @param unseen whether no noise score is fitted on this kind
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
