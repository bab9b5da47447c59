package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Prediction;
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

  public boolean isWanted() {
    return !reasons.isEmpty();
  }
}
