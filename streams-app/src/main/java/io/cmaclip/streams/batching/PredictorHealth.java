package io.cmaclip.streams.batching;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How the predictors are: starting, well, ill or stalled. Each predictor thread reports its own;
 * any thread may ask.
 */
public final class PredictorHealth implements ForwardHealth {
  private static final String STARTING = "its first self-test has not passed yet";
  private static final long IDLE = 0;

  private final AtomicReferenceArray<String> problem;
  private final AtomicLongArray forwardSince;
  private final Duration stallUnready;

  public PredictorHealth(int predictors, SupervisionSettings settings) {
    this.problem = new AtomicReferenceArray<>(predictors);
    this.forwardSince = new AtomicLongArray(predictors);
    this.stallUnready = settings.stallUnready();
    for (int i = 0; i < predictors; i++) {
      problem.set(i, STARTING);
    }
  }

  @Override
  public boolean isReady() {
    for (int i = 0; i < problem.length(); i++) {
      if (problemOf(i).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<String> problem() {
    for (int i = 0; i < problem.length(); i++) {
      Optional<String> found = problemOf(i);
      if (found.isPresent()) {
        return Optional.of("predictor " + i + ": " + found.get());
      }
    }
    return Optional.empty();
  }

  @Override
  public Duration longestRunningForward() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < forwardSince.length(); i++) {
      Duration running = running(i);
      longest = running.compareTo(longest) > 0 ? running : longest;
    }
    return longest;
  }

  void forwardBegins(int predictor) {
    forwardSince.set(predictor, Math.max(1, System.nanoTime()));
  }

  void forwardEnds(int predictor) {
    forwardSince.set(predictor, IDLE);
  }

  void ill(int predictor, String why) {
    problem.set(predictor, why);
  }

  void well(int predictor) {
    problem.set(predictor, null);
  }

  private Optional<String> problemOf(int predictor) {
    String known = problem.get(predictor);
    if (known != null) {
      return Optional.of(known);
    }
    Duration running = running(predictor);
    return running.compareTo(stallUnready) > 0
        ? Optional.of("a forward has been running for " + running.toSeconds() + " s")
        : Optional.empty();
  }

  private Duration running(int predictor) {
    long since = forwardSince.get(predictor);
    return since == IDLE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }
}
