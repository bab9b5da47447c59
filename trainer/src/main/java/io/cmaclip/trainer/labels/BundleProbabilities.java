package io.cmaclip.trainer.labels;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Calibrated probabilities of a bundle, which are out of sample if the bundle was trained on other
 * listings.
 */
public final class BundleProbabilities {
  private BundleProbabilities() {}

  /**
   * Classifies the listings.
   *
   * @param predictors one per worker; not closed
   * @param labels given labels by task, one map per listing
   * @return one entry per task of the bundle
   */
  public static List<GivenLabels> of(
      List<CmaClipPredictor> predictors, ListingSource source, List<Map<String, String>> labels)
      throws InterruptedException {
    List<BundleTask> tasks = predictors.get(0).manifest().tasks();
    List<double[][]> rows = of(predictors, source, "label-errors");
    List<GivenLabels> given = new ArrayList<>();
    for (int task = 0; task < tasks.size(); task++) {
      int number = task;
      String name = tasks.get(task).name();
      given.add(
          GivenLabels.of(
              name,
              tasks.get(task).classes(),
              labels.stream().map(of -> of.getOrDefault(name, "")).toList(),
              rows.stream().map(row -> row == null ? null : row[number]).toArray(double[][]::new)));
    }
    return given;
  }

  /**
   * Probabilities of all classes.
   *
   * @param predictors one per worker; not closed
   * @param what text of the progress bar
   * @return by listing, task and class; null for a listing where neither modality is usable
   */
  public static List<double[][]> of(
      List<CmaClipPredictor> predictors, ListingSource source, String what)
      throws InterruptedException {
    List<BundleTask> tasks = predictors.get(0).manifest().tasks();
    return new BulkPrediction<>(predictors)
        .mapBatches(
            what,
            source.size(),
            (predictor, batch) ->
                classify(predictor, batch.stream().map(source::prepare).toList(), tasks));
  }

  /** Probabilities by task of each listing; null where neither modality is usable. */
  private static List<double[][]> classify(
      CmaClipPredictor predictor, List<PreparedListing> listings, List<BundleTask> tasks) {
    List<PreparedListing> usable = listings.stream().filter(Objects::nonNull).toList();
    float[][] logits = usable.isEmpty() ? new float[0][] : predictor.logits(usable);
    List<double[][]> rows = new ArrayList<>();
    int next = 0;
    for (PreparedListing listing : listings) {
      rows.add(listing == null ? null : probabilities(listing, logits[next++], tasks));
    }
    return rows;
  }

  private static double[][] probabilities(
      PreparedListing listing, float[] logits, List<BundleTask> tasks) {
    ModalityState state = ModalityState.of(listing.hasImage(), listing.hasText());
    double[][] probabilities = new double[tasks.size()][];
    int first = 0;
    for (int task = 0; task < probabilities.length; task++) {
      int end = first + tasks.get(task).classes().size();
      probabilities[task] =
          TemperatureScaling.probabilities(
              Arrays.copyOfRange(logits, first, end),
              tasks.get(task).operatingPoint(state).temperature());
      first = end;
    }
    return probabilities;
  }
}
