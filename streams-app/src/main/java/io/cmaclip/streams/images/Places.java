package io.cmaclip.streams.images;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A bulkhead that is queued for without a thread: first come, first served. Any thread may acquire
 * and release; turns come on the executor, so that a long queue that drains at once does not pile
 * up on one stack.
 */
final class Places {
  private final Bulkhead bulkhead;
  private final Executor executor;
  private final ArrayDeque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

  Places(Bulkhead bulkhead, Executor executor) {
    this.bulkhead = bulkhead;
    this.executor = executor;
  }

  /** Completes when there is a place. Whoever cancels it before has none, and releases none. */
  synchronized CompletableFuture<Void> acquire() {
    if (waiting.isEmpty() && isFree() && bulkhead.tryAcquirePermission()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> turn = new CompletableFuture<>();
    waiting.add(turn);
    return turn;
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

  /** Asked first: a refusal would count as one in the metrics, though nobody is refused. */
  private boolean isFree() {
    return bulkhead.getMetrics().getAvailableConcurrentCalls() > 0;
  }
}
