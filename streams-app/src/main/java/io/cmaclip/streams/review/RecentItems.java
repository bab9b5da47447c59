package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Sketch;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last {@value #CAPACITY} listings of one partition that went to review: a hash of the key and
 * the {@link Sketch} of each. Not thread-safe.
 */
final class RecentItems {
  static final int CAPACITY = 512;

  /** Up to this distance, a listing is a near-duplicate. */
  private static final int SAME = 4;

  /** From this distance on, a listing is new. */
  private static final int NEW = 12;

  /** Near-duplicates keep the order of their priorities. */
  private static final double LEAST = 0.02;

  private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  private final int[] keys = new int[CAPACITY];
  private final long[] sketches = new long[CAPACITY];
  private int size;
  private int next;

  boolean contains(byte[] key) {
    return indexOf(Arrays.hashCode(key)) >= 0;
  }

  /** Forgets the oldest listing if there are too many. */
  void add(byte[] key, long sketch) {
    int hash = Arrays.hashCode(key);
    int known = indexOf(hash);
    if (known >= 0) {
      sketches[known] = sketch;
      return;
    }
    keys[next] = hash;
    sketches[next] = sketch;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  /**
   * How far the listing is from all others: {@value #LEAST} for a near-duplicate to 1.
   *
   * @param sketch {@link Sketch#NONE} counts as new
   */
  double novelty(byte[] key, long sketch) {
    if (sketch == Sketch.NONE) {
      return 1;
    }
    int hash = Arrays.hashCode(key);
    int nearest = NEW;
    for (int i = 0; i < size; i++) {
      if (keys[i] != hash && sketches[i] != Sketch.NONE) {
        nearest = Math.min(nearest, Sketch.distance(sketches[i], sketch));
      }
    }
    return Math.max(LEAST, (double) (nearest - SAME) / (NEW - SAME));
  }

  private int indexOf(int hash) {
    for (int i = 0; i < size; i++) {
      if (keys[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(size * ENTRY_BYTES);
    for (int i = 0; i < size; i++) {
      int oldestFirst = (next - size + i + CAPACITY) % CAPACITY;
      bytes.putInt(keys[oldestFirst]).putLong(sketches[oldestFirst]);
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param bytes null for none
   */
  static RecentItems decode(byte[] bytes) {
    RecentItems items = new RecentItems();
    ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
    while (in.remaining() >= ENTRY_BYTES) {
      items.keys[items.next] = in.getInt();
      items.sketches[items.next] = in.getLong();
      items.next = (items.next + 1) % CAPACITY;
      items.size = Math.min(items.size + 1, CAPACITY);
    }
    return items;
  }
}
