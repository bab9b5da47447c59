package io.cmaclip.streams.topology;

import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.streams.decisions.LabelledListing;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.review.Reviewer;
import io.cmaclip.streams.unchanged.Answer;
import io.cmaclip.streams.unchanged.Hash;
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
   * @param answer before the review policy
   * @param content hash of title and images; {@link Hash#NONE} if it is not needed
   * @param reviewer of the same model version
   */
  record Answered(ProductListing listing, Answer answer, Hash content, Reviewer reviewer)
      implements Outcome {
    /** The same listing with another answer. */
    Answered with(Answer other) {
      return new Answered(listing, other, content, reviewer);
    }

    /** The answer with whether and why the listing needs review. */
    Reviewed reviewed() {
      UsedModalities modalities = answer.modalities();
      return new Reviewed(
          this,
          reviewer
              .review(
                  answer.prediction(),
                  modalities.image(),
                  modalities.text(),
                  listing.getDeclaredAttributes())
              .withImageProblem(answer.imageProblem()));
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

  /** The record is a decision of a reviewer. */
  record Decided(ReviewDecision decision) implements Outcome {}

  /** The record is a decision that has changed the labels of a listing. */
  record Relabelled(LabelledListing listing) implements Outcome {}

  /** The record goes to the dead-letter topic. */
  record Rejected(DeadLetterReason reason, Throwable cause) implements Outcome {}
}
