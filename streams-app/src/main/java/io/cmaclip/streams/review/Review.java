package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;

/**
 * What was decided about an answer.
 *
 * @param prediction with labels accepted or not as the settings have it; null when there was none
 * @param reasons why a person should look at the listing; none: no review
 * @param priority higher comes first
 */
public record Review(Prediction prediction, List<ReviewReason> reasons, double priority) {
  public Review {
    reasons = List.copyOf(reasons);
  }

  /** The review with the decoder's message as the detail of an unreadable image. */
  public Review withImageProblem(String problem) {
    return new Review(prediction, ReviewPolicy.withImageProblem(reasons, problem), priority);
  }

  public boolean isWanted() {
    return !reasons.isEmpty();
  }
}
