package io.cmaclip.streams.unchanged;

import java.time.Duration;

/**
 * Settings of unchanged listings.
 *
 * @param refetchAfter how long an image URL without SHA-256 is trusted to return the same image;
 *     zero: never
 * @param storeMemory memory of the answer stores of this process, outside the heap, in bytes
 * @param reclassifyTopic input topic of low priority; null without one
 */
public record UnchangedSettings(
    UnchangedMode mode, Duration refetchAfter, long storeMemory, String reclassifyTopic) {
  public static final UnchangedSettings DEFAULT =
      new UnchangedSettings(UnchangedMode.CLASSIFY, Duration.ofHours(24), 64L << 20, null);
}
