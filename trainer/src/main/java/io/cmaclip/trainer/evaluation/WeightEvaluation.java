package io.cmaclip.trainer.evaluation;

import java.util.List;
import java.util.Map;

/**
 * Weight of the image in the modality-wise attention of one task, 0 to 1.
 *
 * @param states mean weight on listings with both modalities: {@code all}, {@code wordInTitle},
 *     {@code wordNotInTitle} (the label's word), and each kind of noise that the data names
 * @param hidden mean weight with one modality hidden: {@code imageMissing}, {@code textMissing}
 * @param paired the same clean listings before and after one change: {@code wordTakenOut}, {@code
 *     pictureCorrupted}, {@code titleCorrupted}, {@code pictureSwapped}, {@code titleSwapped}
 * @param histogram listings with both modalities by weight, 20 equal bins from 0 to 1
 */
public record WeightEvaluation(
    Map<String, Mean> states,
    Map<String, Mean> hidden,
    Map<String, Change> paired,
    List<Integer> histogram) {
  /** Mean image weight of some listings. */
  public record Mean(int listings, double imageWeight) {}

  /**
   * Mean image weight before and after.
   *
   * @param change after - before
   * @param error standard error of the mean change
   * @param raised share of the listings whose image weight rose
   */
  public record Change(
      int listings, double before, double after, double change, double error, double raised) {}
}
