package io.cmaclip.streams.produce;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.listings.Listing;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Converts listings on disk to events. */
public final class ListingEvents {
  private ListingEvents() {}

  /**
   * The event of a listing with its image inline. Label fields of the row are left out: they are
   * the ground truth of an evaluation, not attributes that a seller declared.
   *
   * @param updatedAt time of the last change, for the event
   */
  public static ProductListing of(Listing listing, Instant updatedAt) {
    return ProductListing.newBuilder()
        .setListingId(listing.id())
        .setTitle(listing.title())
        .setImages(listing.image() == null ? List.of() : List.of(inline(listing.image())))
        .setDeclaredAttributes(Map.of())
        .setUpdatedAt(updatedAt)
        .build();
  }

  private static ListingImage inline(byte[] image) {
    return ListingImage.newBuilder()
        .setBytes(ByteBuffer.wrap(image))
        .setSha256(Checksum.of(image))
        .build();
  }
}
