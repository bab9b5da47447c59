package io.cmaclip.streams.topology;

import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.deadletter.DeadLetterReason;
import io.cmaclip.streams.review.Review;
import java.time.Duration;

/**
 * Is told what becomes of listings. Called by stream threads, several at once; returns at once and
 * throws nothing. A listing whose transaction is given up comes again, and is told again.
 */
public interface ListingObserver {
  /** Looks away. */
  ListingObserver NONE =
      new ListingObserver() {
        @Override
        public void received() {
          // Nobody wants to know.
        }

        @Override
        public void answered(
            Review review, ModalityStatus image, ModalityStatus text, Duration sinceUpdate) {
          // Nobody wants to know.
        }

        @Override
        public void deleted() {
          // Nobody wants to know.
        }

        @Override
        public void deadLettered(DeadLetterReason reason) {
          // Nobody wants to know.
        }

        @Override
        public void forwarded(Duration sinceArrival, Duration sinceReceipt) {
          // Nobody wants to know.
        }
      };

  /** A record was taken from the topic. */
  void received();

  /**
   * A listing is answered.
   *
   * @param review prediction, null without one, and the reasons for review
   * @param sinceUpdate from the listing's own time of update to now; below zero when that lies in
   *     the future
   */
  void answered(Review review, ModalityStatus image, ModalityStatus text, Duration sinceUpdate);

  /** A deletion is passed on. */
  void deleted();

  /** A record is put aside. */
  void deadLettered(DeadLetterReason reason);

  /**
   * All outputs of a record, of whatever kind, have been handed to Kafka.
   *
   * @param sinceArrival from the record's timestamp; below zero when that lies in the future
   * @param sinceReceipt from when this service took it from the topic
   */
  void forwarded(Duration sinceArrival, Duration sinceReceipt);
}
