package io.cmaclip.batching;

import java.time.Duration;

/**
 * When a batch is complete: by size or by time, whichever comes first.
 *
 * @param maxSize items per call, 1 to 4096, default 64
 * @param maxDelay longest time an item waits for its batch to fill, 0 to 10 s, default 10 ms
 */
public record BatchSettings(int maxSize, Duration maxDelay) {
  public static final BatchSettings DEFAULT = new BatchSettings(64, Duration.ofMillis(10));

  public BatchSettings {
    if (maxSize < 1 || maxSize > 4096) {
      throw new IllegalArgumentException(
          "batch size = " + maxSize + ": must be between 1 and 4096 (items per call)");
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException(
          "batch delay = " + maxDelay + ": must be between 0 and 10 s");
    }
  }
}
