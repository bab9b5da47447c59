package io.cmaclip.console.quality;

import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;

/** A decoded record of the queue's topics. */
public sealed interface QueueInput {
  /** A listing to review. */
  record Item(ReviewItem item) implements QueueInput {}

  /** A decision of a reviewer. */
  record Decision(ReviewDecision decision) implements QueueInput {}

  /**
   * An answer of the service, not decoded: most are about listings without an item.
   *
   * @param value not to be changed
   */
  record Answer(byte[] value) implements QueueInput {}

  /** The listing was deleted. */
  record Deletion() implements QueueInput {}

  /** An item or a decision that cannot be read, or a tombstone of theirs. */
  record Unreadable() implements QueueInput {}
}
