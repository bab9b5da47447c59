package io.cmaclip.streams.images;

import java.util.concurrent.CompletableFuture;

/**
 * What a fetch waits for at the moment, so that giving it up ends that. A fetch waits for one thing
 * at a time; cancelling may come from any thread.
 */
final class CancelScope {
  private boolean cancelled;
  private CompletableFuture<?> current;

  /** The same future, which is cancelled when, or if already, the fetch is given up. */
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
