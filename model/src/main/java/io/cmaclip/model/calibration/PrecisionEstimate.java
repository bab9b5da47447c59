package io.cmaclip.model.calibration;

import java.util.List;
import java.util.function.Predicate;

/**
 * Precision of accepted labels, estimated from audited answers (Hajek estimator: each weighted by 1
 * / sampling probability), with Wilson's 95% interval at the effective sample size.
 *
 * @param answers number of accepted answers in the sample
 * @param effective effective sample size, (sum of weights)^2 / sum of squared weights
 * @param precision 0 to 1; null without answers
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record PrecisionEstimate(
    int answers, double effective, Double precision, double low, double high) {
  private static final double TWO_SIDED = 1.959963984540054;

  /** The estimate over the answers that are accepted. */
  public static PrecisionEstimate of(
      List<AuditedAnswer> answers, Predicate<AuditedAnswer> isAccepted) {
    List<AuditedAnswer> accepted = answers.stream().filter(isAccepted).toList();
    if (accepted.isEmpty()) {
      return new PrecisionEstimate(0, 0, null, 0, 1);
    }
    double weights = 0;
    double squares = 0;
    double correct = 0;
    for (AuditedAnswer answer : accepted) {
      weights += answer.weight();
      squares += answer.weight() * answer.weight();
      correct += answer.isCorrect() ? answer.weight() : 0;
    }
    double n = weights * weights / squares;
    double p = correct / weights;
    return new PrecisionEstimate(
        accepted.size(), n, p, wilson(p, n, -TWO_SIDED), wilson(p, n, TWO_SIDED));
  }

  private static double wilson(double p, double n, double z) {
    double centre = p + z * z / (2 * n);
    double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return Math.max(0, Math.min(1, (centre + half) / (1 + z * z / n)));
  }
}
