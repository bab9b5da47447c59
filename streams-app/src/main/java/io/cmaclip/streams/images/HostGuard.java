package io.cmaclip.streams.images;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Lets attempts at one host through: not more at once than its places, none while its circuit is
 * open, none longer than the time limit. For any thread.
 */
final class HostGuard {
  /** What all hosts share. */
  record Shared(TimeLimiter timeLimiter, ScheduledExecutorService timer, Places places) {}

  private final String origin;
  private final CircuitBreaker breaker;
  private final Places places;
  private final Shared shared;

  /** Attempts that wait or run; counted by {@link HostGuards} under its lock. */
  int users;

  HostGuard(String origin, CircuitBreaker breaker, Places places, Shared shared) {
    this.origin = origin;
    this.breaker = breaker;
    this.places = places;
    this.shared = shared;
  }

  String origin() {
    return origin;
  }

  CircuitBreaker.State state() {
    return breaker.getState();
  }

  /** Whether nothing would be lost by forgetting the host. */
  boolean isUnremarkable() {
    return breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  /**
   * Makes an attempt when it is its turn.
   *
   * @param attempt begins it; the future it gives is cancelled when the attempt is given up
   */
  CompletableFuture<Reply> run(CancelScope scope, Supplier<CompletableFuture<Reply>> attempt) {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      return CompletableFuture.failedFuture(circuitOpen());
    }
    return scope
        .watch(places.acquire())
        .thenCompose(
            mine ->
                scope
                    .watch(shared.places().acquire())
                    .thenCompose(ours -> guarded(scope, attempt).whenComplete(this::giveUpPlaces))
                    .whenComplete((reply, failure) -> places.release()));
  }

  private void giveUpPlaces(Reply reply, Throwable failure) {
    shared.places().release();
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

  /** A refusal of ours says nothing of the host; a clear No of its own says that it is well. */
  private void record(Throwable failure, long nanos) {
    FetchCause reason = failure == null ? null : FetchFailedException.reasonOf(failure);
    if (failure == null || reason == FetchCause.HTTP_REFUSED) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else if (reason.isFaultOfHost()) {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
    } else {
      breaker.releasePermission();
    }
  }

  private Throwable meaning(Throwable problem) {
    Throwable failure = FetchFailedException.unwrapped(problem);
    return failure instanceof TimeoutException
        ? new FetchFailedException(
            FetchCause.TIMED_OUT,
            origin
                + ": not done within "
                + shared.timeLimiter().getTimeLimiterConfig().getTimeoutDuration().toMillis()
                + " ms")
        : failure;
  }

  private FetchFailedException circuitOpen() {
    return new FetchFailedException(
        FetchCause.CIRCUIT_OPEN, origin + " has failed too often lately");
  }
}
