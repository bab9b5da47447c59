package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Health of the functions of a batcher: starting, healthy, unhealthy or stalled. Thread-safe; each
 * batcher thread reports its own function.
 */
public final class BatcherHealth {
  private static final String STARTING = "the first self-test has not passed yet";
  private static final long IDLE = 0;

  private final String name;
  private final AtomicReferenceArray<String> problem;
  private final AtomicLongArray callSince;
  private final Duration stallUnready;

  public BatcherHealth(String name, int functions, Duration stallUnready) {
    this.name = name;
    this.problem = new AtomicReferenceArray<>(functions);
    this.callSince = new AtomicLongArray(functions);
    this.stallUnready = stallUnready;
    for (int i = 0; i < functions; i++) {
      problem.set(i, STARTING);
    }
  }

  /** Whether at least one function is healthy. */
  public boolean isHealthy() {
    for (int i = 0; i < problem.length(); i++) {
      if (problemOf(i).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the problem of the first unhealthy function. */
  public Optional<String> problem() {
    for (int i = 0; i < problem.length(); i++) {
      Optional<String> found = problemOf(i);
      if (found.isPresent()) {
        return Optional.of(name + " " + i + ": " + found.get());
      }
    }
    return Optional.empty();
  }

  /** Returns the duration of the longest running call; zero without one. */
  public Duration longestRunningCall() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < callSince.length(); i++) {
      Duration running = running(i);
      longest = running.compareTo(longest) > 0 ? running : longest;
    }
    return longest;
  }

  public void callBegins(int function) {
    callSince.set(function, Math.max(1, System.nanoTime()));
  }

  public void callEnds(int function) {
    callSince.set(function, IDLE);
  }

  public void unhealthy(int function, String why) {
    problem.set(function, why);
  }

  public void healthy(int function) {
    problem.set(function, null);
  }

  private Optional<String> problemOf(int function) {
    String known = problem.get(function);
    if (known != null) {
      return Optional.of(known);
    }
    Duration running = running(function);
    return running.compareTo(stallUnready) > 0
        ? Optional.of("a call has been running for " + running.toSeconds() + " s")
        : Optional.empty();
  }

  private Duration running(int function) {
    long since = callSince.get(function);
    return since == IDLE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }
}
