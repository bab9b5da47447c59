package io.cmaclip.model.review;

import java.util.Map;

/**
 * Thresholds that override those of the bundle. A null keeps the bundle's.
 *
 * @param acceptThreshold minimum confidence of an accepted label, for every task and state, 0 to 1
 * @param taskAcceptThresholds the same for single tasks; overrides {@code acceptThreshold}
 * @param mismatchThreshold minimum score at which image and title do not belong together
 * @param noisyImageThreshold minimum score at which an image carries no information
 * @param noisyTextThreshold minimum score at which a title carries no information
 * @param conflictThreshold minimum confidence of both image alone and text alone for a conflict;
 *     null uses the accept threshold of each state
 */
public record ReviewSettings(
    Double acceptThreshold,
    Map<String, Double> taskAcceptThresholds,
    Double mismatchThreshold,
    Double noisyImageThreshold,
    Double noisyTextThreshold,
    Double conflictThreshold) {
  /** No overrides. */
  public static final ReviewSettings OF_BUNDLE =
      new ReviewSettings(null, Map.of(), null, null, null, null);

  public ReviewSettings {
    taskAcceptThresholds = Map.copyOf(taskAcceptThresholds);
    check("accept threshold", acceptThreshold);
    taskAcceptThresholds.forEach((task, value) -> check("accept threshold of " + task, value));
    check("mismatch threshold", mismatchThreshold);
    check("noisy image threshold", noisyImageThreshold);
    check("noisy text threshold", noisyTextThreshold);
    check("conflict threshold", conflictThreshold);
  }

  private static void check(String what, Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " = " + value + ": must be between 0 and 1");
    }
  }
}
