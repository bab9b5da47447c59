package io.cmaclip.streams.feedback;

import java.nio.ByteBuffer;

/**
 * The content of a listing that was reviewed.
 *
 * @param key of the listing
 * @param hash contentHash of the answer
 */
record ReviewedContent(ByteBuffer key, String hash) {
  static ReviewedContent of(byte[] key, String hash) {
    return new ReviewedContent(ByteBuffer.wrap(key), hash);
  }
}
