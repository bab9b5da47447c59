package io.cmaclip.streams.topology;

import io.cmaclip.batching.BatchingObserver;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.decisions.DecisionResult;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.unchanged.UnchangedResult;
import java.time.Duration;

/**
 * Observes the outcomes of listings. Called concurrently by stream threads; must not block or
 * throw. After an aborted transaction, listings are processed and observed again.
 */
public interface ListingObserver extends BatchingObserver {
  ListingObserver NONE = new ListingObserver() {};

  /**
   * A listing was classified.
   *
   * @param review the reasons for review, and the prediction or null
   * @param sinceUpdate time since the listing's update; negative if the update is in the future
   */
  default void answered(
      Review review, ModalityStatus image, ModalityStatus text, Duration sinceUpdate) {}

  /** What became of an answered listing in a service with an answer store. */
  default void unchanged(UnchangedResult result) {}

  /** A decision of a reviewer was read. */
  default void decided(DecisionResult result) {}

  /** A tombstone was forwarded. */
  default void deleted() {}

  /** An event that concerns no listing was ignored. */
  default void ignored() {}

  /** A record was dead-lettered. */
  default void deadLettered(DeadLetterReason reason) {}
}
