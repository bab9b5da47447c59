package io.cmaclip.streams.images;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of images being received or waiting for decoding, all together. For any thread. */
final class TransferBudget {
  private final long maxBytes;
  private final AtomicLong used = new AtomicLong();

  TransferBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Takes bytes.
   *
   * @throws FetchFailedException {@link FetchCause#OVERLOADED} when there are not so many left
   */
  void take(long bytes) throws FetchFailedException {
    if (used.addAndGet(bytes) > maxBytes) {
      used.addAndGet(-bytes);
      throw new FetchFailedException(
          FetchCause.OVERLOADED, maxBytes + " bytes of images wait for decoding already");
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long usedBytes() {
    return used.get();
  }
}
