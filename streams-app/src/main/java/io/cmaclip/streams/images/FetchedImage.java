package io.cmaclip.streams.images;

import java.util.concurrent.atomic.AtomicBoolean;

/** A fetched image file. It occupies the {@link TransferBudget} until it is closed. */
public final class FetchedImage implements AutoCloseable {
  private final byte[] bytes;
  private final TransferBudget budget;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param budget from which the caller acquired {@code bytes.length}
   */
  FetchedImage(byte[] bytes, TransferBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** Shared with the cache; callers must not modify it. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      budget.release(bytes.length);
    }
  }
}
