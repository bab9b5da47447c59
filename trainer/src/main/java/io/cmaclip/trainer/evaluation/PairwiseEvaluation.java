package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.ModelIdentity;
import java.util.Map;

/**
 * Where two bundles differ, listing by listing: the paper's table 5 as numbers. There, of listings
 * that only the whole model gets right, the title lacks the label's word, and with the word put
 * back both models are right.
 *
 * @param against the other bundle
 * @param tasks those that both bundles have
 */
public record PairwiseEvaluation(ModelIdentity against, Map<String, TaskPair> tasks) {
  /**
   * One task.
   *
   * @param labelled listings with a label
   * @param bothRight of them, those that both answer right
   * @param wordMissing of the labelled ones, those whose title lacks the label's word
   * @param onlyThis those that only the bundle itself answers right
   * @param onlyAgainst those that only the other one answers right
   */
  public record TaskPair(
      int labelled,
      int bothRight,
      NoiseEvaluation.Rate wordMissing,
      Difference onlyThis,
      Difference onlyAgainst) {}

  /**
   * Listings that one bundle answers right and the other wrong.
   *
   * @param wordMissing of them, those whose title lacks the label's word
   * @param thisWithWord of those, the ones that the bundle answers right once the word stands in
   *     front of the title
   * @param againstWithWord likewise the other bundle
   */
  public record Difference(
      int listings,
      NoiseEvaluation.Rate wordMissing,
      NoiseEvaluation.Rate thisWithWord,
      NoiseEvaluation.Rate againstWithWord) {}
}
