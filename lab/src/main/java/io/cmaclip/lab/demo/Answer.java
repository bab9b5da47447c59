package io.cmaclip.lab.demo;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReasonForReview;
import java.time.Instant;
import java.util.List;

/** A record of an output topic. */
public sealed interface Answer {
  record Labelled(String id, ListingAttributes attributes) implements Answer {}

  /**
   * A review item.
   *
   * @param processedAt when its listing was answered
   */
  record ForReview(String id, Instant processedAt, List<ReasonForReview> reasons)
      implements Answer {}

  /**
   * A dead letter; partition and offset are the input's.
   *
   * @param id the input's key; null without one
   */
  record DeadLetter(String id, int partition, long offset, String reason, String message)
      implements Answer {}
}
