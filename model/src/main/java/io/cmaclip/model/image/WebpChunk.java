package io.cmaclip.model.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a WebP: four letters, a length and the body.
 *
 * @param type the letters, the first in the lowest bits
 * @param at where it begins in the file
 * @param length of the body, in bytes
 * @param next where the following one begins
 */
record WebpChunk(int type, int at, int length, int next) {
  static final int HEADER_BYTES = 8;

  /**
   * The chunks between two places.
   *
   * @param file little-endian
   * @throws UnreadableImageException when one goes beyond the end
   */
  static List<WebpChunk> between(ByteBuffer file, int start, int end)
      throws UnreadableImageException {
    List<WebpChunk> chunks = new ArrayList<>();
    int at = start;
    while (at + HEADER_BYTES <= end) {
      long length = file.getInt(at + 4) & 0xFFFFFFFFL;
      if (at + HEADER_BYTES + length > end) {
        throw new UnreadableImageException("WebP is cut off");
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
