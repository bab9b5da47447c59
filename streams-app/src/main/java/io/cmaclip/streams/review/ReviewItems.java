package io.cmaclip.streams.review;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReasonForReview;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.SourceRecord;
import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.review.ReviewReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds review items that fit into a record. Replaces images above a size limit by their SHA-256,
 * and removes long texts of a listing that is still too large.
 */
public final class ReviewItems {
  private static final int MAX_ABRIDGED_TITLE_CHARS = 1000;

  private final int maxInlineImageBytes;

  /**
   * @param maxInlineImageBytes most image bytes in an item, over all images
   */
  public ReviewItems(int maxInlineImageBytes) {
    this.maxInlineImageBytes = maxInlineImageBytes;
  }

  /** The complete review item of a listing. */
  public static ReviewItem item(
      ReceivedRecord<byte[], byte[]> received,
      ProductListing listing,
      ListingAttributes attributes,
      Review review,
      Instant now) {
    return ReviewItem.newBuilder()
        .setListing(listing)
        .setAttributes(attributes)
        .setReasons(reasons(review))
        .setPriority(review.priority())
        .setSketch(review.sketch())
        .setSource(source(received))
        .setCreatedAt(now)
        .build();
  }

  /**
   * Serializes an item within a size limit.
   *
   * @param item parts that do not fit are removed from it
   * @param serializer Avro in the registry's wire format
   * @param room most bytes of the value
   * @return empty if even the abridged item does not fit
   */
  public Optional<byte[]> fitting(
      ReviewItem item, Function<ReviewItem, byte[]> serializer, long room) {
    ProductListing listing = item.getListing();
    long imageBytes = imageBytes(listing);
    if (imageBytes <= Math.min(maxInlineImageBytes, room)) {
      byte[] whole = serializer.apply(item);
      if (whole.length <= room) {
        return Optional.of(whole);
      }
    }
    if (imageBytes > 0) {
      item.setListing(withoutImages(listing));
      byte[] withoutImages = serializer.apply(item);
      if (withoutImages.length <= room) {
        return Optional.of(withoutImages);
      }
    }
    item.setListing(abridged(listing));
    byte[] abridged = serializer.apply(item);
    return abridged.length <= room ? Optional.of(abridged) : Optional.empty();
  }

  private static long imageBytes(ProductListing listing) {
    long bytes = 0;
    for (ListingImage image : listing.getImages()) {
      bytes += image.getBytes() == null ? 0 : image.getBytes().remaining();
    }
    return bytes;
  }

  private static ProductListing withoutImages(ProductListing listing) {
    List<ListingImage> images = new ArrayList<>(listing.getImages().size());
    for (ListingImage image : listing.getImages()) {
      images.add(
          image.getBytes() == null
              ? image
              : new ListingImage(image.getUrl(), null, sha256(image.getBytes())));
    }
    return new ProductListing(
        listing.getListingId(),
        listing.getTitle(),
        listing.getDescription(),
        images,
        listing.getCategory(),
        listing.getDeclaredAttributes(),
        listing.getUpdatedAt());
  }

  private static ProductListing abridged(ProductListing listing) {
    String title = listing.getTitle();
    return new ProductListing(
        listing.getListingId(),
        title.length() <= MAX_ABRIDGED_TITLE_CHARS
            ? title
            : title.substring(0, MAX_ABRIDGED_TITLE_CHARS),
        null,
        List.of(),
        null,
        Map.of(),
        listing.getUpdatedAt());
  }

  private static List<ReasonForReview> reasons(Review review) {
    List<ReasonForReview> reasons = new ArrayList<>(review.reasons().size());
    for (ReviewReason reason : review.reasons()) {
      reasons.add(
          new ReasonForReview(
              ReviewReasonCode.valueOf(reason.code().name()), reason.task(), reason.detail()));
    }
    return reasons;
  }

  private static SourceRecord source(ReceivedRecord<byte[], byte[]> received) {
    return new SourceRecord(
        received.partition().topic(), received.partition().partition(), received.offset());
  }

  private static String sha256(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Checksum.of(copy);
  }
}
