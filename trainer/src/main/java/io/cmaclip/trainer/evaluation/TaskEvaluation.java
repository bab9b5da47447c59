package io.cmaclip.trainer.evaluation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.metrics.Reliability;
import io.cmaclip.trainer.metrics.RiskCoverage;
import java.util.List;
import java.util.Map;

/**
 * Measures of one task on all listings.
 *
 * @param measures of the unperturbed listings
 * @param majority accuracy of always predicting the most frequent class of the training listings,
 *     or of these listings when the training listings are unknown
 * @param unknownLabels listings whose label is not a class of the bundle; they count as wrong
 * @param states BOTH: listings with both modalities; the others: listings that have the modality,
 *     with the other modality hidden
 * @param riskCoverage of the unperturbed listings
 * @param reliability bins of confidence with the bundle's temperature
 * @param unscaledReliability bins at temperature 1
 * @param confusions most frequent pairs of label and wrong prediction, in descending order
 * @param classes by class; classes with fewer than 20 listings are pooled, see {@link Slices}
 */
public record TaskEvaluation(
    @JsonUnwrapped Measures measures,
    double majority,
    int unknownLabels,
    Map<ModalityState, Measures> states,
    RiskCoverage riskCoverage,
    List<Reliability.Bin> reliability,
    List<Reliability.Bin> unscaledReliability,
    List<Confusion> confusions,
    Map<String, Measures> classes) {
  /**
   * One kind of mistake.
   *
   * @param listings number of such mistakes
   * @param ofLabel number of listings with that label
   * @param examples indices of at most 6 such listings in the file, by descending confidence
   */
  public record Confusion(
      String label, String answered, int listings, int ofLabel, List<Integer> examples) {}
}
