package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewReason;
import java.util.List;

/**
 * Decision of the review policy about one listing.
 *
 * @param prediction labels accepted or not by the configured thresholds; null without a prediction
 * @param reasons reasons for human review; empty if none is needed
 * @param priority higher values first
 */
public record Review(Prediction prediction, List<ReviewReason> reasons, double priority) {
  public Review {
    reasons = List.copyOf(reasons);
  }

  public boolean isWanted() {
    return !reasons.isEmpty();
  }
}
