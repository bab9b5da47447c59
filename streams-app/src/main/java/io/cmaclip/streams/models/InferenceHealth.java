package io.cmaclip.streams.models;

import java.time.Duration;
import java.util.Optional;

/** Whether inference calls are answered. Any thread may ask. */
public interface InferenceHealth {
  /** Whether at least one predictor is warm, passes its self-test and comes back in time. */
  boolean isReady();

  /** What the first predictor that is not healthy suffers from. */
  Optional<String> problem();

  /** Duration of the longest inference call that is running now; zero when none is. */
  Duration longestRunningCall();
}
