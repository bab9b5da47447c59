package io.cmaclip.console.quality;

import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.util.Optional;

/** Reads records of the queue's topics. */
public interface InputReader {
  /** The item, if this is a readable record of the items topic. */
  Optional<ReviewItem> item(String topic, byte[] value);

  /** The decision, if this is a readable record of the decisions topic. */
  Optional<ReviewDecision> decision(String topic, byte[] value);

  /** Whether this record deletes the listing. */
  boolean isDeletion(String topic, byte[] value);
}
