package io.cmaclip.streams.models;

import java.time.Duration;
import java.util.Optional;

/** Health of the predictors. Thread-safe. */
public interface InferenceHealth {
  /** Whether at least one predictor is healthy: warm, self-tested and not stalled. */
  boolean isReady();

  /** The problem of the first unhealthy predictor. */
  Optional<String> problem();

  /** Duration of the longest running inference call; zero without one. */
  Duration longestRunningCall();
}
