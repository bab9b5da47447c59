package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk of a WebP file: type, length and body.
 *
 * @param type four letters, the first in the lowest bits
 * @param at position in the file
 * @param length of the body, in bytes
 * @param next position of the following chunk
 */
record WebpChunk(int type, int at, int length, int next) {
  static final int HEADER_BYTES = 8;

  /**
   * Returns the chunks between two positions.
   *
   * @param file little-endian
   * @throws UnreadableImageException if a chunk ends after {@code end}
   */
  static List<WebpChunk> between(ByteBuffer file, int start, int end)
      throws UnreadableImageException {
    List<WebpChunk> chunks = new ArrayList<>();
    int at = start;
    while (at + HEADER_BYTES <= end) {
      long length = file.getInt(at + 4) & 0xFFFFFFFFL;
      if (at + HEADER_BYTES + length > end) {
        throw new UnreadableImageException("WebP is truncated");
      }
      int next = (int) Math.min(end, at + HEADER_BYTES + length + (length & 1));
      chunks.add(new WebpChunk(file.getInt(at), at, (int) length, next));
      at = next;
    }
    return chunks;
  }

  int body() {
    return at + HEADER_BYTES;
  }
}
