package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.ModelIdentity;
import java.util.Map;

/**
 * Differences between two bundles, listing by listing: the paper's table 5 as numbers. There, the
 * titles of listings that only the whole model classifies correctly lack the word of the label;
 * with the word added both models are correct.
 *
 * @param against the other bundle
 * @param tasks the tasks of both bundles
 */
public record PairwiseEvaluation(ModelIdentity against, Map<String, TaskPair> tasks) {
  /**
   * One task.
   *
   * @param labelled listings with a label
   * @param bothRight listings that both bundles classify correctly
   * @param wordMissing share of labelled listings whose title lacks the word of the label
   * @param onlyThis listings that only this bundle classifies correctly
   * @param onlyAgainst listings that only the other bundle classifies correctly
   */
  public record TaskPair(
      int labelled,
      int bothRight,
      NoiseEvaluation.Rate wordMissing,
      Difference onlyThis,
      Difference onlyAgainst) {}

  /**
   * Listings that one bundle classifies correctly and the other does not.
   *
   * @param wordMissing share whose title lacks the word of the label
   * @param thisWithWord share of those that this bundle classifies correctly when the word precedes
   *     the title
   * @param againstWithWord the same for the other bundle
   */
  public record Difference(
      int listings,
      NoiseEvaluation.Rate wordMissing,
      NoiseEvaluation.Rate thisWithWord,
      NoiseEvaluation.Rate againstWithWord) {}
}
