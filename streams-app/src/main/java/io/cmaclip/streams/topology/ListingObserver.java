package io.cmaclip.streams.topology;

import io.cmaclip.batching.BatchingObserver;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.quarantine.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import java.time.Duration;

/**
 * Is told what becomes of listings. Called by stream threads, several at once; returns at once and
 * throws nothing. A listing whose transaction is given up comes again, and is told again.
 */
public interface ListingObserver extends BatchingObserver {
  /** Ignores everything. */
  ListingObserver NONE = new ListingObserver() {};

  /**
   * A listing is answered.
   *
   * @param review prediction, null without one, and the reasons for review
   * @param sinceUpdate from the listing's own time of update to now; below zero when that lies in
   *     the future
   */
  default void answered(
      Review review, ModalityStatus image, ModalityStatus text, Duration sinceUpdate) {}

  /** A deletion is passed on. */
  default void deleted() {}

  /** A record is put aside. */
  default void deadLettered(DeadLetterReason reason) {}
}
