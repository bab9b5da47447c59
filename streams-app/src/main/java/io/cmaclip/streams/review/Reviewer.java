package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;
import java.util.Map;

/** Decides whether a person should look at a listing. Called by stream threads, several at once. */
@FunctionalInterface
public interface Reviewer {
  /**
   * The decision.
   *
   * @param prediction null when the listing had no forward
   * @param declared labels the seller declared, by task
   */
  Review review(
      Prediction prediction,
      ModalityStatus image,
      ModalityStatus text,
      Map<String, String> declared);

  /** Decides by a bundle's policy. */
  static Reviewer by(ReviewPolicy policy) {
    return (prediction, image, text, declared) -> {
      Prediction decided = prediction == null ? null : policy.withAcceptance(prediction);
      List<ReviewReason> reasons = policy.review(decided, image, text, declared);
      return new Review(decided, reasons, policy.priority(reasons, decided));
    };
  }
}
