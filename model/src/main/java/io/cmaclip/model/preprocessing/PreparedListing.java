package io.cmaclip.model.preprocessing;

/**
 * A listing ready for inference. At most one of the two parts may be null (missing). Arrays are not
 * copied; callers must not modify them afterwards, so threads may share an instance.
 *
 * @param pixels 8-bit levels, channels first, 3 * height * width bytes (RGB) at the architecture's
 *     image size; null without a usable image. The model normalises them
 * @param tokens token ids, start-of-text to end-of-text, unpadded, at least 3 and at most the
 *     architecture's context length; null without a title
 */
public record PreparedListing(byte[] pixels, int[] tokens) {
  public boolean hasImage() {
    return pixels != null;
  }

  public boolean hasText() {
    return tokens != null;
  }

  /** Heap size of the two arrays, in bytes. */
  public long sizeInBytes() {
    return (pixels == null ? 0 : pixels.length) + (tokens == null ? 0 : 4L * tokens.length);
  }
}
