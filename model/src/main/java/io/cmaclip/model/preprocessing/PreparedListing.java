package io.cmaclip.model.preprocessing;

/**
 * A listing ready for the forward. Either part may be null (missing), not both when predicted.
 * Immutable by convention: arrays are handed over, not copied, and never written afterwards; so
 * instances may be shared by threads.
 *
 * @param pixels 8-bit levels, channels first, 3 * height * width bytes (RGB) at the architecture's
 *     image size; null when there is no usable image. Normalisation happens inside the model.
 * @param tokens token ids, start-of-text to end-of-text, unpadded, at least 3 and at most the
 *     architecture's context length; null when there is no title
 */
public record PreparedListing(byte[] pixels, int[] tokens) {
  public boolean hasImage() {
    return pixels != null;
  }

  public boolean hasText() {
    return tokens != null;
  }

  /** Heap taken by the two arrays, in bytes. */
  public long sizeInBytes() {
    return (pixels == null ? 0 : pixels.length) + (tokens == null ? 0 : 4L * tokens.length);
  }
}
