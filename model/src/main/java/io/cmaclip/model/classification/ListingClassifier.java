package io.cmaclip.model.classification;

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
 * Classifies listings: preprocessing, one inference call, review policy. Thread-safe when each
 * thread brings its own predictor.
 */
public final class ListingClassifier {
  private final ListingPreprocessor preprocessor;
  private final ReviewPolicy policy;

  public ListingClassifier(ListingPreprocessor preprocessor, ReviewPolicy policy) {
    this.preprocessor = preprocessor;
    this.policy = policy;
  }

  /**
   * Classifies one listing.
   *
   * @param title null when there is none
   * @param image encoded file, null when there is none
   */
  public Answer answer(String title, byte[] image, ListingPredictor predictor) {
    Listing listing = new Listing("", title == null ? "" : title, null, image, Map.of());
    return answer(List.of(listing), predictor).get(0);
  }

  /** Classifies listings in one inference call; one answer per listing, in the same order. */
  public List<Answer> answer(List<Listing> listings, ListingPredictor predictor) {
    List<Prepared> prepared =
        listings.stream()
            .map(
                listing ->
                    preprocessor.prepare(
                        listing.title(),
                        listing.image() == null ? List.of() : List.of(listing.image())))
            .toList();
    List<Prediction> predictions =
        predict(predictor, prepared.stream().map(Prepared::listing).toList());
    List<Answer> answers = new ArrayList<>(listings.size());
    for (int i = 0; i < listings.size(); i++) {
      Prepared one = prepared.get(i);
      Prediction prediction =
          predictions.get(i) == null ? null : policy.withAcceptance(predictions.get(i));
      // The labels in a data set are ground truth, not values declared by a seller.
      List<ReviewReason> reasons =
          ReviewPolicy.withImageProblem(
              policy.review(prediction, one.image(), one.text(), Map.of()), one.imageProblem());
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

  /**
   * Predicts in one inference call.
   *
   * @param listings null for a listing without a usable modality
   * @return one prediction per listing, null for a null listing
   */
  public static List<Prediction> predict(
      ListingPredictor predictor, List<PreparedListing> listings) {
    List<PreparedListing> batch = listings.stream().filter(Objects::nonNull).toList();
    Iterator<Prediction> predictions =
        batch.isEmpty() ? List.<Prediction>of().iterator() : predictor.predict(batch).iterator();
    List<Prediction> all = new ArrayList<>(listings.size());
    listings.forEach(listing -> all.add(listing == null ? null : predictions.next()));
    return all;
  }
}
