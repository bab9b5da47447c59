package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.Sketch;
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
 * @param isHeld whether there are reasons, and the review budget does not admit the listing
 */
public record Review(
    Prediction prediction, List<ReviewReason> reasons, double priority, boolean isHeld) {
  public Review {
    reasons = List.copyOf(reasons);
  }

  /** A review that is not held. */
  public Review(Prediction prediction, List<ReviewReason> reasons, double priority) {
    this(prediction, reasons, priority, false);
  }

  /** The review of a listing that an operator sends to review. */
  public Review requested() {
    List<ReviewReason> all = new ArrayList<>(reasons);
    all.add(
        new ReviewReason(
            ReviewCode.REQUESTED, null, "sent to review by an operator: a label may be wrong"));
    return new Review(prediction, all, ReviewPriority.of(all, prediction));
  }

  /** The review of a listing that the budget does not admit. */
  Review held() {
    return new Review(prediction, reasons, priority, true);
  }

  /** The review with its priority multiplied. */
  public Review worth(double factor) {
    return new Review(prediction, reasons, priority * factor, isHeld);
  }

  long sketch() {
    return prediction == null ? Sketch.NONE : prediction.sketch();
  }

  boolean has(ReviewCode code) {
    return reasons.stream().anyMatch(reason -> reason.code() == code);
  }

  /** The review with the decoder's message as the detail of an unreadable image. */
  public Review withImageProblem(String problem) {
    return new Review(
        prediction, ReviewPolicy.withImageProblem(reasons, problem), priority, isHeld);
  }

  /** Whether the listing goes to review. */
  public boolean isWanted() {
    return !reasons.isEmpty() && !isHeld;
  }
}
