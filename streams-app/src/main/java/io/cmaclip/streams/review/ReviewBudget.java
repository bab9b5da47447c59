package io.cmaclip.streams.review;

import io.cmaclip.model.review.ReviewCode;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many listings may go to review.
 *
 * @param perHour listings per hour; 0: no limit
 * @param reserved shares of the budget by reason, above 0; together at most 1
 */
public record ReviewBudget(double perHour, Map<ReviewCode, Double> reserved) {
  /** A label that a person had given is in doubt again. */
  public static final Map<ReviewCode, Double> DEFAULT_RESERVED =
      Map.of(ReviewCode.HUMAN_LABEL_STALE, 0.1);

  public static final ReviewBudget OFF = new ReviewBudget(0, Map.of());

  public ReviewBudget {
    reserved = reserved.isEmpty() ? Map.of() : new EnumMap<>(reserved);
    if (!(perHour >= 0)) {
      throw new IllegalArgumentException("review budget = " + perHour + ": must be at least 0");
    }
    if (!(free(reserved) >= -1e-9)) {
      throw new IllegalArgumentException("reserved shares " + reserved + ": add up to more than 1");
    }
  }

  public boolean isOn() {
    return perHour > 0;
  }

  /** The budget of one of several partitions, whose listings are spread evenly by key. */
  public ReviewBudget ofOneIn(int partitions) {
    return new ReviewBudget(perHour / partitions, reserved);
  }

  /** Share of the budget that is not reserved. */
  double free() {
    return Math.max(0, free(reserved));
  }

  private static double free(Map<ReviewCode, Double> reserved) {
    return 1 - reserved.values().stream().mapToDouble(share -> share).sum();
  }
}
