package io.cmaclip.streams.samples;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the service would see of a sample event. */
public sealed interface CheckedSample {
  /** Line in the file, from 1. */
  long line();

  /** A listing. */
  record Listing(long line, ProductListing listing) implements CheckedSample {
    /** Fields of a listing that the event does not have. */
    public List<String> missing() {
      List<String> missing = new ArrayList<>();
      addIf(listing.getTitle().isBlank(), "title", missing);
      addIf(listing.getDescription() == null, "description", missing);
      addIf(listing.getImages().isEmpty(), "images", missing);
      addIf(listing.getCategory() == null, "category", missing);
      addIf(listing.getDeclaredAttributes().isEmpty(), "attributes", missing);
      addIf(listing.getUpdatedAt().equals(Instant.EPOCH), "updated-at", missing);
      return missing;
    }

    /** Images in words, most important first. */
    public String images() {
      return listing.getImages().stream().map(Listing::image).collect(Collectors.joining(", "));
    }

    private static String image(ListingImage image) {
      return image.getBytes() == null
          ? image.getUrl()
          : image.getBytes().remaining() + " bytes inline";
    }

    private static void addIf(boolean condition, String name, List<String> names) {
      if (condition) {
        names.add(name);
      }
    }
  }

  /**
   * The event deletes a listing.
   *
   * @param listingId null for a tombstone, which deletes the listing of its key
   */
  record Deletion(long line, String listingId) implements CheckedSample {}

  /** The event concerns no listing. */
  record Ignored(long line) implements CheckedSample {}

  /**
   * The event is dead-lettered.
   *
   * @param reason reason of the dead letter, such as MAPPING_FAILED
   * @param why what the dead letter says
   */
  record Refused(long line, String reason, String why) implements CheckedSample {}
}
