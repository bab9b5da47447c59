package io.cmaclip.batching;

import java.time.Duration;

/**
 * Size and delay of a batch; it is complete at the first limit reached.
 *
 * @param maxSize items per call, 1 to {@link #LARGEST_SIZE}
 * @param maxDelay maximum time that an item waits for its batch to fill, {@link #SHORTEST_DELAY} to
 *     {@link #LONGEST_DELAY}
 */
public record BatchSettings(int maxSize, Duration maxDelay) {
  public static final int LARGEST_SIZE = 4096;

  /** A shorter delay would put the first record of every poll into a separate batch. */
  public static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

  public static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  /** 64 items, 10 ms. */
  public static final BatchSettings DEFAULT = new BatchSettings(64, Duration.ofMillis(10));

  public BatchSettings {
    if (maxSize < 1 || maxSize > LARGEST_SIZE) {
      throw new IllegalArgumentException(
          "batch size = %d: must be between 1 and %d (items per call)"
              .formatted(maxSize, LARGEST_SIZE));
    }
    if (maxDelay.compareTo(SHORTEST_DELAY) < 0 || maxDelay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "batch delay = %s: must be between %s and %s"
              .formatted(maxDelay, SHORTEST_DELAY, LONGEST_DELAY));
    }
  }
}
