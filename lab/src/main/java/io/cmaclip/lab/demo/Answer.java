package io.cmaclip.lab.demo;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReasonForReview;
import java.util.List;

/** One record read back from an output topic. */
public sealed interface Answer {
  /** From the attributes topic. */
  record Labelled(String id, ListingAttributes attributes) implements Answer {}

  /** From the review topic. */
  record ForReview(String id, List<ReasonForReview> reasons) implements Answer {}

  /**
   * From the dead-letter topic.
   *
   * @param partition of the listings topic that it came from
   * @param offset there
   */
  record PutAside(int partition, long offset, String reason, String message) implements Answer {}
}
