package io.cmaclip.streams.unchanged;

import java.time.Duration;

/**
 * Settings of unchanged listings.
 *
 * @param refetchAfter how long an image URL without SHA-256 is trusted to return the same image;
 *     zero: never
 * @param storeMemory memory of the answer stores of this process, outside the heap, in bytes
 */
public record UnchangedSettings(UnchangedMode mode, Duration refetchAfter, long storeMemory) {
  public static final UnchangedSettings DEFAULT =
      new UnchangedSettings(UnchangedMode.CLASSIFY, Duration.ofHours(24), 64L << 20);
}
