package io.cmaclip.streams.topics;

import java.util.List;
import java.util.Objects;

/**
 * Names of the topics that the service reads and writes.
 *
 * @param listings read; Avro ProductListing by listing id
 * @param attributes written, compacted; Avro ListingAttributes by listing id
 * @param review written; Avro ReviewItem by listing id
 * @param deadLetter written, not compacted because keys may be null; original records
 * @param quarantine read and written, compacted, one partition; see {@link
 *     io.cmaclip.streams.quarantine}
 */
public record TopicNames(
    String listings, String attributes, String review, String deadLetter, String quarantine) {
  public static final TopicNames DEFAULT =
      new TopicNames(
          "listings",
          "listing-attributes",
          "listing-review",
          "listings.dead-letter",
          "listings.suspects");

  public TopicNames {
    Objects.requireNonNull(listings, "listings");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(review, "review");
    Objects.requireNonNull(deadLetter, "deadLetter");
    Objects.requireNonNull(quarantine, "quarantine");
  }

  /** Attributes, review and dead-letter topic. */
  public List<String> outputs() {
    return List.of(attributes, review, deadLetter);
  }
}
