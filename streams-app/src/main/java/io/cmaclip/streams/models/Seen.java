package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModalityStatus;
import java.time.Instant;

/**
 * What a shadow keeps of a listing.
 *
 * @param title null for a deletion
 * @param status what became of the images
 * @param imageIndex in the listing's images of the one used; null when none was
 * @param image that image's file; null when none was used
 */
record Seen(
    byte[] key,
    String listingId,
    Instant updatedAt,
    String title,
    ModalityStatus status,
    Integer imageIndex,
    byte[] image) {
  private static final int OBJECT_BYTES = 256;

  static Seen deletion(byte[] key) {
    return new Seen(key, null, null, null, null, null, null);
  }

  boolean isDeletion() {
    return title == null;
  }

  long sizeInBytes() {
    return OBJECT_BYTES
        + key.length
        + (title == null ? 0 : 2L * title.length())
        + (image == null ? 0 : image.length);
  }
}
