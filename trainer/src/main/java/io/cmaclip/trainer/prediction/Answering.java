package io.cmaclip.trainer.prediction;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.Prepared;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes listings all the way: prepares them, predicts those with something to go by in one forward,
 * and finds the reasons for review. Used by any number of threads, each with a predictor of its
 * own.
 */
final class Answering {
  private final ListingPreprocessor preprocessor;
  private final ReviewPolicy policy;

  Answering(ListingPreprocessor preprocessor, ReviewPolicy policy) {
    this.preprocessor = preprocessor;
    this.policy = policy;
  }

  /** One answer per listing, in the same order. */
  List<Answer> answer(List<Listing> listings, ListingPredictor predictor) {
    List<Prepared> prepared =
        listings.stream()
            .map(
                listing ->
                    preprocessor.prepare(
                        listing.title(),
                        listing.image() == null ? List.of() : List.of(listing.image())))
            .toList();
    List<PreparedListing> batch =
        prepared.stream().map(Prepared::listing).filter(Objects::nonNull).toList();
    Iterator<Prediction> predictions =
        batch.isEmpty() ? List.<Prediction>of().iterator() : predictor.predict(batch).iterator();
    List<Answer> answers = new ArrayList<>(listings.size());
    for (int i = 0; i < listings.size(); i++) {
      Prepared one = prepared.get(i);
      Prediction prediction =
          one.listing() == null ? null : policy.withAcceptance(predictions.next());
      // The labels in a data set are answers to score against, not what a seller declared.
      List<ReviewReason> reasons = policy.review(prediction, one.image(), one.text(), Map.of());
      answers.add(
          new Answer(
              listings.get(i).id(),
              one,
              prediction,
              reasons,
              policy.priority(reasons, prediction)));
    }
    return answers;
  }
}
