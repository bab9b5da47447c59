package io.cmaclip.streams.topics;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Names of the topics that the service reads and writes.
 *
 * @param listings read; Avro ProductListing by listing id, or own events with a mapping
 * @param attributes written, compacted; Avro ListingAttributes by listing id
 * @param review written; Avro ReviewItem by listing id
 * @param deadLetter written, not compacted because keys may be null; original records
 * @param quarantine read and written, compacted, one partition; see {@link
 *     io.cmaclip.streams.quarantine}
 * @param moreListings read as well, with as many partitions as the first
 */
public record TopicNames(
    String listings,
    String attributes,
    String review,
    String deadLetter,
    String quarantine,
    List<String> moreListings) {
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
    moreListings = List.copyOf(moreListings);
  }

  /** Names with one listings topic. */
  public TopicNames(
      String listings, String attributes, String review, String deadLetter, String quarantine) {
    this(listings, attributes, review, deadLetter, quarantine, List.of());
  }

  /** All listings topics, the first one first. */
  public List<String> inputs() {
    return Stream.concat(Stream.of(listings), moreListings.stream()).toList();
  }

  /** These names with another listings topic as the only one. */
  TopicNames withListings(String only) {
    return new TopicNames(only, attributes, review, deadLetter, quarantine);
  }

  /** Attributes, review and dead-letter topic. */
  public List<String> outputs() {
    return List.of(attributes, review, deadLetter);
  }
}
