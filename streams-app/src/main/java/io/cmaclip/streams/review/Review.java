package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewPolicy;
import io.cmaclip.model.review.ReviewPriority;
import io.cmaclip.model.review.ReviewReason;
import java.util.ArrayList;
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

  /** The review with the decoder's message as the detail of an unreadable image. */
  public Review withImageProblem(String problem) {
    return new Review(prediction, ReviewPolicy.withImageProblem(reasons, problem), priority);
  }

  /** The review of a listing that an operator sends to review. */
  public Review requested() {
    List<ReviewReason> all = new ArrayList<>(reasons);
    all.add(
        new ReviewReason(
            ReviewCode.REQUESTED, null, "sent to review by an operator: a label may be wrong"));
    return new Review(prediction, all, ReviewPriority.of(all, prediction));
  }

  public boolean isWanted() {
    return !reasons.isEmpty();
  }
}
