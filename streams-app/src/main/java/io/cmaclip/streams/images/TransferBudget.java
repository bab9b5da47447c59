package io.cmaclip.streams.images;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the bytes of all images being received or waiting for decoding. Thread-safe. */
final class TransferBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  TransferBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Acquires bytes.
   *
   * @throws FetchFailedException {@link FetchCause#OVERLOADED} if the limit would be exceeded
   */
  void acquire(long bytes) throws FetchFailedException {
    if (used.addAndGet(bytes) > maxBytes) {
      used.addAndGet(-bytes);
      throw new FetchFailedException(
          FetchCause.OVERLOADED,
          "images waiting for decoding already occupy " + maxBytes + " bytes");
    }
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }

  long usedBytes() {
    return used.get();
  }
}
