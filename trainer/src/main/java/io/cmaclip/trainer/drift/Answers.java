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

/** A bundle's answers to listings, through the predictor that serves. */
public final class Answers {
  private static final int FORWARD = 64;

  private Answers() {}

  /**
   * The validation profile of a bundle.
   *
   * @param data name of the listings, for the record
   * @param workers predictors side by side, at least 1
   * @throws IllegalArgumentException when no listing can be answered
   */
  public static ValidationProfile profile(
      Bundle bundle, ListingSource validation, String data, PredictorSettings settings, int workers)
      throws InterruptedException {
    List<Prediction> answers =
        of(bundle, validation.size(), validation::prepare, settings, workers, "profile");
    return ValidationProfile.of(data, answers.stream().filter(Objects::nonNull).toList());
  }

  /**
   * One answer per listing, in order; null where there was nothing to go by.
   *
   * @param prepare gives each listing as for the forward, or null; called by several threads
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
        IntStream.iterate(0, from -> from < listings, from -> from + FORWARD).boxed().toList();
    try (ProgressBar bar = ProgressBar.start(what, "listings", listings)) {
      List<List<Prediction>> batches =
          bulk.map(
              firsts,
              (predictor, from) -> {
                int end = Math.min(listings, from + FORWARD);
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
