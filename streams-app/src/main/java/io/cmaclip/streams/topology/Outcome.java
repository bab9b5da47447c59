package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Reviewer;

/** What becomes of a listing. */
sealed interface Outcome {
  /** A deletion, which is passed on. */
  record Deleted() implements Outcome {}

  /**
   * An answer.
   *
   * @param imageProblem why no image is used; null if an image is used or none is given
   * @param prediction null when there was nothing to predict from
   * @param reviewer of the same model
   */
  record Answered(
      ProductListing listing,
      UsedModalities modalities,
      String imageProblem,
      Prediction prediction,
      ModelIdentity model,
      Reviewer reviewer)
      implements Outcome {}

  /** Put aside. */
  record Rejected(DeadLetterReason reason, Throwable cause) implements Outcome {}
}
