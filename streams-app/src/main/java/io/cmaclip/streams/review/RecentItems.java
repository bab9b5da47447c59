package io.cmaclip.streams.review;

import io.cmaclip.model.prediction.Sketch;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last listings that went to review, or to a reviewer: a hash of the key and the {@link Sketch}
 * of each. Not thread-safe.
 */
public final class RecentItems {
  /** Up to this distance, a listing is a near-duplicate. */
  private static final int SAME = 4;

  /** Near-duplicates keep the order of their priorities. */
  private static final double LEAST = 0.02;

  private static final int ENTRY_BYTES = Integer.BYTES + Long.BYTES;

  private final int[] keys;
  private final long[] sketches;
  private int size;
  private int next;

  /** Remembers up to {@code capacity} listings. */
  public RecentItems(int capacity) {
    keys = new int[capacity];
    sketches = new long[capacity];
  }

  boolean contains(byte[] key) {
    return indexOf(Arrays.hashCode(key)) >= 0;
  }

  /** Forgets the oldest listing if there are too many. */
  public void add(byte[] key, long sketch) {
    int hash = Arrays.hashCode(key);
    int known = indexOf(hash);
    if (known >= 0) {
      sketches[known] = sketch;
      return;
    }
    append(hash, sketch);
  }

  private void append(int hash, long sketch) {
    keys[next] = hash;
    sketches[next] = sketch;
    next = (next + 1) % keys.length;
    size = Math.min(size + 1, keys.length);
  }

  /** Whether the listing is no near-duplicate of another one. */
  public boolean isNew(byte[] key, long sketch) {
    return novelty(key, sketch) == 1;
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
    int nearest = Sketch.UNRELATED;
    for (int i = 0; i < size; i++) {
      if (keys[i] != hash && sketches[i] != Sketch.NONE) {
        nearest = Math.min(nearest, Sketch.distance(sketches[i], sketch));
      }
    }
    return Math.max(LEAST, (double) (nearest - SAME) / (Sketch.UNRELATED - SAME));
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
      int oldestFirst = (next - size + i + keys.length) % keys.length;
      bytes.putInt(keys[oldestFirst]).putLong(sketches[oldestFirst]);
    }
    return bytes.array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param bytes null for none
   */
  static RecentItems decode(byte[] bytes, int capacity) {
    RecentItems items = new RecentItems(capacity);
    ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
    while (in.remaining() >= ENTRY_BYTES) {
      items.append(in.getInt(), in.getLong());
    }
    return items;
  }
}
