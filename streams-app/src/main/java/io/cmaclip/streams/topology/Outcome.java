package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.unchanged.Answer;
import io.cmaclip.streams.unchanged.Remembered;
import io.cmaclip.streams.unchanged.UnchangedResult;

/** Outcome of a listing. */
sealed interface Outcome {
  /**
   * The listing was deleted.
   *
   * @param listingId null for a tombstone
   */
  record Deleted(String listingId) implements Outcome {}

  /** The event concerns no listing: there is no output. */
  record Ignored() implements Outcome {}

  /**
   * The listing was classified.
   *
   * @param imageProblem why no image is used; null if an image is used or none is given
   * @param prediction null for a listing with neither image nor title
   * @param reviewer of the same model version
   */
  record Answered(
      ProductListing listing,
      UsedModalities modalities,
      String imageProblem,
      Prediction prediction,
      ModelIdentity model,
      Reviewer reviewer)
      implements Outcome {
    /** The same listing with another answer. */
    Answered with(Answer answer) {
      return new Answered(
          listing,
          answer.modalities(),
          answer.imageProblem(),
          answer.prediction(),
          answer.model(),
          reviewer);
    }

    /** The answer with whether and why the listing needs review. */
    Reviewed reviewed() {
      return new Reviewed(
          this,
          reviewer
              .review(
                  prediction,
                  modalities.image(),
                  modalities.text(),
                  listing.getDeclaredAttributes())
              .withImageProblem(imageProblem));
    }
  }

  /** The listing was classified, and its answer was reviewed. */
  record Reviewed(Answered answered, Review review) implements Outcome {}

  /**
   * The listing was classified, or the last answer of its key is repeated.
   *
   * @param entry for the answer store
   */
  record Remembering(Answered answered, Remembered entry, UnchangedResult how) implements Outcome {
    /** The same listing with another answer. */
    Remembering with(Answer answer) {
      return new Remembering(answered.with(answer), entry.with(answer), how);
    }
  }

  /** The record goes to the dead-letter topic. */
  record Rejected(DeadLetterReason reason, Throwable cause) implements Outcome {}
}
