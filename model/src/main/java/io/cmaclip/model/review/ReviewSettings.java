package io.cmaclip.model.review;

import java.util.Map;

/**
 * Thresholds that replace a bundle's own. A null keeps the bundle's.
 *
 * @param acceptThreshold confidence from which a label is accepted, for every task and state, 0 to
 *     1
 * @param taskAcceptThresholds the same for single tasks; goes before {@code acceptThreshold}
 * @param mismatchThreshold score from which image and title are taken not to belong together
 * @param noisyImageThreshold score from which an image is taken to carry no information
 * @param noisyTextThreshold score from which a title is taken to carry no information
 * @param conflictThreshold confidence that image alone and text alone must both reach for their
 *     disagreement to count; the bundle's: each its own accept threshold
 */
public record ReviewSettings(
    Double acceptThreshold,
    Map<String, Double> taskAcceptThresholds,
    Double mismatchThreshold,
    Double noisyImageThreshold,
    Double noisyTextThreshold,
    Double conflictThreshold) {
  /** Everything as the bundle has it. */
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
