package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;
import java.util.Map;

/** Decides whether a listing needs human review. For any thread; stream threads call it. */
@FunctionalInterface
public interface Reviewer {
  /**
   * Reviews a prediction.
   *
   * @param prediction null if the listing had no inference call
   * @param declared labels that the seller declared, by task
   */
  Review review(
      Prediction prediction,
      ModalityStatus image,
      ModalityStatus text,
      Map<String, String> declared);

  /** A reviewer with the policy of a bundle. */
  static Reviewer by(ReviewPolicy policy) {
    return (prediction, image, text, declared) -> {
      Prediction decided = prediction == null ? null : policy.withAcceptance(prediction);
      List<ReviewReason> reasons = policy.review(decided, image, text, declared);
      return new Review(decided, reasons, policy.priority(reasons, decided));
    };
  }
}
