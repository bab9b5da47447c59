package io.cmaclip.streams.images;

import java.util.concurrent.atomic.AtomicBoolean;

/** An image file. Counts against the bytes that may wait for decoding until it is closed. */
public final class FetchedImage implements AutoCloseable {
  private final byte[] bytes;
  private final TransferBudget budget;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param budget from which the length of {@code bytes} has been taken
   */
  FetchedImage(byte[] bytes, TransferBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** Shared with the cache: not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      budget.giveBack(bytes.length);
    }
  }
}
