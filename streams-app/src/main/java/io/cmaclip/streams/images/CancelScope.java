package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/**
 * Cancels the future that a fetch currently waits for. A fetch waits for one future at a time.
 * Thread-safe.
 */
final class CancelScope {
  private boolean cancelled;
  private CompletableFuture<?> current;

  /** Returns the future and cancels it once the fetch is cancelled. */
  <T> CompletableFuture<T> watch(CompletableFuture<T> future) {
    boolean tooLate;
    synchronized (this) {
      tooLate = cancelled;
      current = future;
    }
    if (tooLate) {
      future.cancel(false);
    }
    return future;
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    CompletableFuture<?> waitedFor;
    synchronized (this) {
      cancelled = true;
      waitedFor = current;
      current = null;
    }
    if (waitedFor != null) {
      waitedFor.cancel(false);
    }
  }
}
