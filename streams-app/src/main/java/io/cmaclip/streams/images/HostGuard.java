package io.cmaclip.streams.images;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Protects one image host with a bulkhead, a circuit breaker and a time limit. Thread-safe. */
final class HostGuard {
  /** Limits that all hosts share. */
  record Shared(
      TimeLimiter timeLimiter,
      ScheduledExecutorService timer,
      AsyncBulkhead bulkhead,
      Duration longestPause) {}

  private final String origin;
  private final CircuitBreaker breaker;
  private final AsyncBulkhead bulkhead;
  private final Shared shared;

  /** Waiting and running attempts; guarded by the lock of {@link HostGuards}. */
  int users;

  HostGuard(String origin, CircuitBreaker breaker, AsyncBulkhead bulkhead, Shared shared) {
    this.origin = origin;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.shared = shared;
  }

  String origin() {
    return origin;
  }

  CircuitBreaker.State state() {
    return breaker.getState();
  }

  /** Whether the host can be evicted without losing an open circuit breaker. */
  boolean isClosed() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  /**
   * Runs an attempt once both bulkheads permit it.
   *
   * @param attempt starts the request; its future is cancelled with the scope
   */
  CompletableFuture<Reply> run(CancelScope scope, Supplier<CompletableFuture<Reply>> attempt) {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      return CompletableFuture.failedFuture(circuitOpen());
    }
    return scope
        .watch(bulkhead.acquire())
        .thenCompose(
            permit ->
                scope
                    .watch(shared.bulkhead().acquire())
                    .thenCompose(
                        sharedPermit -> guarded(scope, attempt).whenComplete(this::release))
                    .whenComplete((reply, failure) -> bulkhead.release()));
  }

  private void release(Reply reply, Throwable failure) {
    shared.bulkhead().release();
  }

  private CompletableFuture<Reply> guarded(
      CancelScope scope, Supplier<CompletableFuture<Reply>> attempt) {
    if (scope.isCancelled()) {
      return CompletableFuture.failedFuture(new CancellationException());
    }
    if (!breaker.tryAcquirePermission()) {
      return CompletableFuture.failedFuture(circuitOpen());
    }
    long start = System.nanoTime();
    return shared
        .timeLimiter()
        .executeCompletionStage(shared.timer(), () -> scope.watch(attempt.get()))
        .toCompletableFuture()
        .exceptionallyCompose(problem -> CompletableFuture.failedFuture(meaning(problem)))
        .whenComplete((reply, failure) -> record(failure, System.nanoTime() - start));
  }

  /** HTTP_REFUSED counts as a success of the host; our own refusals do not count. */
  private void record(Throwable failure, long nanos) {
    FetchCause reason = failure == null ? null : FetchFailedException.reasonOf(failure);
    if (failure == null || reason == FetchCause.HTTP_REFUSED) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else if (reason.isFaultOfHost()) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
      pause(FetchFailedException.retryAfter(failure));
    } else {
      breaker.releasePermission();
    }
  }

  /**
   * Opens the circuit breaker for as long as the host asks for; short pauses are left to retries.
   */
  private void pause(Duration retryAfter) {
    if (retryAfter.compareTo(FetchSettings.LONGEST_RETRY_PAUSE) > 0
        && breaker.getState() == CircuitBreaker.State.CLOSED) {
      breaker.transitionToOpenStateFor(
          retryAfter.compareTo(shared.longestPause()) < 0 ? retryAfter : shared.longestPause());
    }
  }

  private Throwable meaning(Throwable problem) {
    Throwable failure = FetchFailedException.unwrapped(problem);
    return failure instanceof TimeoutException
        ? new FetchFailedException(
            FetchCause.TIMED_OUT,
            origin
                + ": exceeded the time limit of "
                + shared.timeLimiter().getTimeLimiterConfig().getTimeoutDuration().toMillis()
                + " ms")
        : failure;
  }

  private FetchFailedException circuitOpen() {
    return new FetchFailedException(
        FetchCause.CIRCUIT_OPEN, "the circuit breaker of " + origin + " is open");
  }
}
