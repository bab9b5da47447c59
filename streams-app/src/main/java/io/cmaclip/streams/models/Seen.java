package io.cmaclip.streams.models;

import io.cmaclip.model.prediction.ModalityStatus;
import java.time.Instant;

/**
 * A listing in the queue of the shadow model.
 *
 * @param title null for a deletion
 * @param status whether the main model used an image, or why not
 * @param imageIndex index of the image used in the listing, or null
 * @param image file of the image used, or null
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
