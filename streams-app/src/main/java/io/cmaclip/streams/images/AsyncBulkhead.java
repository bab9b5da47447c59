package io.cmaclip.streams.images;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A fair bulkhead whose callers wait without blocking a thread. Waiting callers continue on the
 * executor, so that a long queue does not recurse on one stack. Thread-safe.
 */
final class AsyncBulkhead {
  private final Bulkhead bulkhead;
  private final Executor executor;
  private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

  AsyncBulkhead(Bulkhead bulkhead, Executor executor) {
    this.bulkhead = bulkhead;
    this.executor = executor;
  }

  /** Completes with a permit. A caller that cancels the future before gets no permit. */
  synchronized CompletableFuture<Void> acquire() {
    if (waiting.isEmpty() && isFree() && bulkhead.tryAcquirePermission()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> permit = new CompletableFuture<>();
    waiting.add(permit);
    return permit;
  }

  void release() {
    bulkhead.onComplete();
    CompletableFuture<Void> next = next();
    if (next != null) {
      executor.execute(
          () -> {
            if (!next.complete(null)) {
              release();
            }
          });
    }
  }

  private synchronized CompletableFuture<Void> next() {
    while (!waiting.isEmpty() && waiting.peek().isDone()) {
      waiting.remove();
    }
    return !waiting.isEmpty() && isFree() && bulkhead.tryAcquirePermission()
        ? waiting.remove()
        : null;
  }

  /** Checked first, since a failed attempt to acquire would count as rejected in the metrics. */
  private boolean isFree() {
    return bulkhead.getMetrics().getAvailableConcurrentCalls() > 0;
  }
}
