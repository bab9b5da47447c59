package io.cmaclip.streams.topics;

import java.util.List;
import java.util.Objects;

/**
 * Topics the service reads and writes.
 *
 * @param listings read; Avro ProductListing by listing id
 * @param attributes written, compacted; Avro ListingAttributes by listing id
 * @param review written; Avro ReviewItem by listing id
 * @param deadLetter written, not compacted (keys may be null); records as they came
 * @param suspects read and written, compacted, one partition; see {@link
 *     io.cmaclip.streams.quarantine}
 */
public record TopicNames(
    String listings, String attributes, String review, String deadLetter, String suspects) {
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
    Objects.requireNonNull(suspects, "suspects");
  }

  /** The three topics that answers are written to. */
  public List<String> outputs() {
    return List.of(attributes, review, deadLetter);
  }
}
