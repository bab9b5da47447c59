package io.cmaclip.batching.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes in flight of all partitions. {@link #take} never blocks or fails; {@link
 * InFlightQueue#isFull} is checked before polling. Thread-safe.
 */
public final class ByteBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  public ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Adds to the bytes in flight.
   *
   * @param bytes negative to release bytes
   */
  void take(long bytes) {
    long now = used.addAndGet(bytes);
    if (bytes > 0 && now > peak.get()) {
      peak.accumulateAndGet(now, Math::max);
    }
  }

  long maxBytes() {
    return maxBytes;
  }

  /** Bytes in flight. */
  public long usedBytes() {
    return used.get();
  }

  /** Maximum of bytes in flight since the start. */
  public long peakBytes() {
    return peak.get();
  }
}
