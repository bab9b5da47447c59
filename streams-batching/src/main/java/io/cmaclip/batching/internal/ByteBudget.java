package io.cmaclip.batching.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes in flight of all partitions together. Taking never waits and never fails: whoever polls for
 * more asks {@link #isExhausted} first. Shared by all threads.
 */
public final class ByteBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  public ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes bytes.
   *
   * @param bytes below zero to give some back
   */
  void take(long bytes) {
    long now = used.addAndGet(bytes);
    if (bytes > 0 && now > peak.get()) {
      peak.accumulateAndGet(now, Math::max);
    }
  }

  boolean isExhausted() {
    return used.get() >= maxBytes;
  }

  boolean isOverdrawn() {
    return used.get() >= 2 * maxBytes;
  }

  /** Bytes in flight now. */
  public long usedBytes() {
    return used.get();
  }

  /** Most bytes that were ever in flight at once. */
  public long peakBytes() {
    return peak.get();
  }
}
