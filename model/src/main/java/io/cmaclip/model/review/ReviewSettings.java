package io.cmaclip.model.review;

import java.util.Map;
import java.util.Set;

/**
 * Settings of the review policy. A null threshold keeps the bundle's.
 *
 * @param acceptThreshold minimum confidence of an accepted label, for every task and state, 0 to 1
 * @param taskAcceptThresholds the same for single tasks; overrides {@code acceptThreshold}
 * @param noise thresholds of the noise scores
 * @param conflictThreshold minimum confidence of both image alone and text alone for a conflict;
 *     null uses the accept threshold of each state
 * @param tasks tasks that may send a listing to review; null for all
 */
public record ReviewSettings(
    Double acceptThreshold,
    Map<String, Double> taskAcceptThresholds,
    NoiseThresholds noise,
    Double conflictThreshold,
    Set<String> tasks) {
  /** No overrides, and all tasks. */
  public static final ReviewSettings OF_BUNDLE =
      new ReviewSettings(null, Map.of(), NoiseThresholds.OF_BUNDLE, null, null);

  /**
   * Minimum scores, 0 to 1, at which a listing is sent to review.
   *
   * @param mismatch image and title do not belong together
   * @param image the image carries no information
   * @param text the title carries no information
   */
  public record NoiseThresholds(Double mismatch, Double image, Double text) {
    /** No overrides. */
    public static final NoiseThresholds OF_BUNDLE = new NoiseThresholds(null, null, null);

    public NoiseThresholds {
      check("mismatch threshold", mismatch);
      check("noisy image threshold", image);
      check("noisy text threshold", text);
    }
  }

  public ReviewSettings {
    taskAcceptThresholds = Map.copyOf(taskAcceptThresholds);
    tasks = tasks == null ? null : Set.copyOf(tasks);
    check("accept threshold", acceptThreshold);
    taskAcceptThresholds.forEach((task, value) -> check("accept threshold of " + task, value));
    check("conflict threshold", conflictThreshold);
  }

  /** Whether a task may send a listing to review. */
  boolean isReviewed(String task) {
    return tasks == null || tasks.contains(task);
  }

  private static void check(String what, Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " = " + value + ": must be between 0 and 1");
    }
  }
}
