package io.cmaclip.streams.feedback;

import io.cmaclip.model.calibration.Recalibration;
import java.util.List;
import java.util.function.Predicate;

/**
 * The answers since the last drift. After a drift the older answers of a sample tell how the stream
 * was, and hide for weeks that accepted labels are wrong now.
 *
 * <p>The share of right answers is compared before and after each of some points in time. If the
 * largest difference is above three standard errors, what is older does not count; about one sample
 * of 400 in 20 without a drift is cut. The latest ones always count, so that enough remain.
 */
final class LatestAnswers {
  /** Fewest answers on each side of a point. */
  private static final int SIDE = 25;

  private static final double STANDARD_ERRORS = 3;

  private LatestAnswers() {}

  /**
   * The answers since the last drift.
   *
   * @param answers in the order of time
   */
  static <T> List<T> of(List<T> answers, Predicate<T> isRight) {
    int drift = drift(answers, isRight);
    return answers.subList(
        Math.max(0, Math.min(drift, answers.size() - Recalibration.FEWEST_ANSWERS)),
        answers.size());
  }

  /** Number of answers before the drift; 0 without one. */
  private static <T> int drift(List<T> answers, Predicate<T> isRight) {
    int n = answers.size();
    int all = (int) answers.stream().filter(isRight).count();
    double variance = (double) all / n * (1 - (double) all / n);
    double largest = STANDARD_ERRORS;
    int drift = 0;
    int right = 0;
    for (int i = 1; i <= n - SIDE; i++) {
      right += isRight.test(answers.get(i - 1)) ? 1 : 0;
      double change = (double) (all - right) / (n - i) - (double) right / i;
      double errors = Math.abs(change) / Math.sqrt(variance * (1.0 / i + 1.0 / (n - i)));
      if (i >= SIDE && errors > largest) {
        largest = errors;
        drift = i;
      }
    }
    return drift;
  }
}
