package io.cmaclip.streams.topology;

import java.util.List;
import java.util.Objects;

/**
 * Topics the service reads and writes.
 *
 * @param listings read; Avro ProductListing by listing id
 * @param attributes written, compacted; Avro ListingAttributes by listing id
 * @param review written; Avro ReviewItem by listing id
 * @param deadLetter written, not compacted (keys may be null); records as they came
 */
public record TopicNames(String listings, String attributes, String review, String deadLetter) {
  public static final TopicNames DEFAULT =
      new TopicNames("listings", "listing-attributes", "listing-review", "listings.dead-letter");

  public TopicNames {
    Objects.requireNonNull(listings, "listings");
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(review, "review");
    Objects.requireNonNull(deadLetter, "deadLetter");
  }

  /** The three topics that are written. */
  public List<String> outputs() {
    return List.of(attributes, review, deadLetter);
  }
}
