package io.cmaclip.streams.produce;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.listings.Listing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes events of listings on disk. */
public final class ListingEvents {
  private ListingEvents() {}

  /**
   * The event of a listing, its image inline. The row's other fields stay behind: they are what the
   * model is measured by, not what a seller declared.
   *
   * @param updatedAt when the listing is said to have changed
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
        .setSha256(sha256(image))
        .build();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
