package io.cmaclip.trainer.evaluation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.metrics.Reliability;
import io.cmaclip.trainer.metrics.RiskCoverage;
import java.util.List;
import java.util.Map;

/**
 * One task on all listings.
 *
 * @param measures of the listings as they are
 * @param majority accuracy of always answering the most frequent class of the training listings,
 *     or, where those are not known, of these listings
 * @param unknownLabels listings whose label is no class of the bundle; they count as wrong
 * @param states BOTH: listings that have both; the others: all that have the modality, the other
 *     one hidden
 * @param riskCoverage risk against coverage, listings as they are
 * @param reliability bins of confidence with the bundle's temperature
 * @param unscaledReliability bins at temperature 1
 * @param confusions most frequent pairs of label and wrong answer, most frequent first
 * @param classes by class, those under 20 listings pooled; see {@link Slices}
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
   * @param listings how often
   * @param ofLabel listings with that label
   * @param examples numbers of such listings in the file, from 0, the surest mistakes first, at
   *     most 6
   */
  public record Confusion(
      String label, String answered, int listings, int ofLabel, List<Integer> examples) {}
}
