package io.cmaclip.trainer.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cmaclip.model.prediction.ModelIdentity;
import java.util.Map;

/**
 * The measures of a bundle on labelled listings; {@code metrics.json} is this record.
 *
 * @param data file name of the folder or zip
 * @param answered listings with a usable modality
 * @param mean over the tasks, on unperturbed listings
 * @param slices by task, then by label, for the configured tasks; also by {@code title} (seen in
 *     training or not) when the training titles are known
 * @param modalityWeights by task
 * @param bars whether the modality weights change as expected
 * @param pairwise comparison with another bundle; null without one
 */
public record Evaluation(
    ModelIdentity bundle,
    String data,
    int listings,
    int answered,
    NoiseEvaluation.Rate review,
    Means mean,
    Map<String, TaskEvaluation> tasks,
    Map<String, Map<String, Slice>> slices,
    NoiseEvaluation noise,
    Map<String, WeightEvaluation> modalityWeights,
    WeightBars bars,
    @JsonInclude(JsonInclude.Include.NON_NULL) PairwiseEvaluation pairwise) {
  /** A copy with the comparison with another bundle. */
  public Evaluation with(PairwiseEvaluation other) {
    return new Evaluation(
        bundle,
        data,
        listings,
        answered,
        review,
        mean,
        tasks,
        slices,
        noise,
        modalityWeights,
        bars,
        other);
  }

  /** Means over the tasks that have a label, each task counting the same. */
  public record Means(
      double accuracy, double macroF1, double recallAtP90, double ece, double unscaledEce) {}

  /**
   * Whether a change to the same listings moves the mean image weight of each task as expected.
   * Tasks without such listings are absent.
   *
   * @param wordTakenOutRaises removing the word of the label from the title raises it
   * @param pictureCorruptedLowers corrupting the image lowers it
   * @param titleCorruptedRaises corrupting the title raises it
   */
  public record WeightBars(
      Map<String, Boolean> wordTakenOutRaises,
      Map<String, Boolean> pictureCorruptedLowers,
      Map<String, Boolean> titleCorruptedRaises) {}
}
