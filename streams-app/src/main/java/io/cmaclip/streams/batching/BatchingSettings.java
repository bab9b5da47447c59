package io.cmaclip.streams.batching;

import java.time.Duration;

/**
 * When a batch is complete: by size or by time, whichever comes first.
 *
 * @param maxSize listings per forward, 1 to 4096, default 64. Lower it when the predictor runs out
 *     of memory; raise it when the GPU is busy and its memory is not.
 * @param maxDelay longest time a listing waits for its batch to fill, 0 to 10 s, default 10 ms.
 *     Raise it when batches are small and the GPU is idle; lower it when p99 is too high.
 */
public record BatchingSettings(int maxSize, Duration maxDelay) {
  public static final BatchingSettings DEFAULT = new BatchingSettings(64, Duration.ofMillis(10));

  public BatchingSettings {
    if (maxSize < 1 || maxSize > 4096) {
      throw new IllegalArgumentException(
          "batch size = " + maxSize + ": must be between 1 and 4096 (listings per forward)");
    }
    if (maxDelay.isNegative() || maxDelay.compareTo(Duration.ofSeconds(10)) > 0) {
      throw new IllegalArgumentException(
          "batch delay = " + maxDelay + ": must be between 0 and 10 s");
    }
  }
}
