package io.cmaclip.trainer.prediction;

import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.review.ReviewPolicy;
import java.util.List;
import java.util.Map;

/** A bundle's answer to one listing. Owned by one thread, as its predictor is. */
public final class SinglePrediction {
  private final Answering answering;
  private final ListingPredictor predictor;

  public SinglePrediction(
      ListingPreprocessor preprocessor, ListingPredictor predictor, ReviewPolicy policy) {
    this.answering = new Answering(preprocessor, policy);
    this.predictor = predictor;
  }

  /**
   * The answer.
   *
   * @param title null when there is none
   * @param image encoded picture, null when there is none
   */
  public Answer answer(String title, byte[] image) {
    Listing listing = new Listing("", title == null ? "" : title, null, image, Map.of());
    return answering.answer(List.of(listing), predictor).get(0);
  }
}
