package io.cmaclip.trainer.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.cmaclip.model.prediction.ModelIdentity;
import java.util.Map;

/**
 * What a bundle is worth on labelled listings; {@code metrics.json} is this record.
 *
 * @param data file name of the folder or zip
 * @param answered listings with a usable modality
 * @param mean over the tasks, listings as they are
 * @param slices by task, then by label, for the tasks asked for; {@code title} (seen in training or
 *     not) where the training titles are known
 * @param modalityWeights by task
 * @param bars which of the expectations on modality weights hold
 * @param pairwise against another bundle; null without one
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
  /** The same beside another bundle. */
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
   * For which tasks the mean image weight moves as it should, on the same listings; a task without
   * any such listing is left out.
   *
   * @param wordTakenOutRaises by task, whether taking the label's word out of the title raises it
   * @param pictureCorruptedLowers likewise for a corrupted image
   * @param titleCorruptedRaises likewise for a corrupted title
   */
  public record WeightBars(
      Map<String, Boolean> wordTakenOutRaises,
      Map<String, Boolean> pictureCorruptedLowers,
      Map<String, Boolean> titleCorruptedRaises) {}
}
