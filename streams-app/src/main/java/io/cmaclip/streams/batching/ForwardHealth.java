package io.cmaclip.streams.batching;

import java.time.Duration;
import java.util.Optional;

/** Whether forwards are answered. Any thread may ask. */
public interface ForwardHealth {
  /** Whether at least one predictor is warm, passes its self-test and comes back in time. */
  boolean isReady();

  /** What the first predictor that is not well suffers from. */
  Optional<String> problem();

  /** Duration of the longest forward that is running now; zero when none is. */
  Duration longestRunningForward();
}
