package io.cmaclip.trainer.drift;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.classification.ListingClassifier;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.trainer.evaluation.ListingSource;
import io.cmaclip.trainer.prediction.BulkPrediction;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Classifies listings with a bundle, through the predictor that serves. */
public final class Answers {
  private static final int INFERENCE_BATCH = 64;

  private Answers() {}

  /**
   * The validation profile of a bundle.
   *
   * @param data name of the listings in the profile
   * @param workers number of worker threads, at least 1
   * @throws IllegalArgumentException when no listing can be classified
   */
  public static ValidationProfile profile(
      Bundle bundle, ListingSource validation, String data, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<Prediction> answers =
        of(bundle, validation.size(), validation::prepare, settings, workers, "profile");
    return ValidationProfile.of(data, answers.stream().filter(Objects::nonNull).toList());
  }

  /**
   * One prediction per listing, in order; null where neither modality is usable.
   *
   * @param prepare returns the input of the model, or null; called by several threads
   */
  static List<Prediction> of(
      Bundle bundle,
      int listings,
      IntFunction<PreparedListing> prepare,
      PredictorSettings settings,
      int workers,
      String what)
      throws InterruptedException {
    List<CmaClipPredictor> predictors = CmaClipPredictor.load(bundle, settings, workers);
    BulkPrediction<ListingPredictor> bulk = new BulkPrediction<>(predictors);
    List<Integer> firsts =
        IntStream.iterate(0, from -> from < listings, from -> from + INFERENCE_BATCH)
            .boxed()
            .toList();
    try (ProgressBar bar = ProgressBar.start(what, "listings", listings)) {
      List<List<Prediction>> batches =
          bulk.map(
              firsts,
              (predictor, from) -> {
                int end = Math.min(listings, from + INFERENCE_BATCH);
                List<PreparedListing> batch = IntStream.range(from, end).mapToObj(prepare).toList();
                bar.step(batch.size());
                return ListingClassifier.predict(predictor, batch);
              });
      return batches.stream().flatMap(List::stream).toList();
    } finally {
      predictors.forEach(CmaClipPredictor::close);
    }
  }
}
