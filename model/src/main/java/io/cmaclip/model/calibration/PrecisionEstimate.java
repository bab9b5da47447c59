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
  private static final double ONE_SIDED = 1.6448536269514722;

  /** The estimate over the answers that are accepted. */
  public static PrecisionEstimate of(
      List<AuditedAnswer> answers, Predicate<AuditedAnswer> isAccepted) {
    Sums sums = new Sums();
    answers.stream().filter(isAccepted).forEach(sums::add);
    return sums.estimate();
  }

  /** Running sums over accepted answers. */
  static final class Sums {
    private int answers;
    private double weights;
    private double squares;
    private double correct;

    void add(AuditedAnswer answer) {
      answers++;
      weights += answer.weight();
      squares += answer.weight() * answer.weight();
      correct += answer.isCorrect() ? answer.weight() : 0;
    }

    int answers() {
      return answers;
    }

    double precision() {
      return correct / weights;
    }

    /** One-sided 95% lower bound. */
    double lowerBound() {
      return wilson(-ONE_SIDED);
    }

    PrecisionEstimate estimate() {
      return answers == 0
          ? new PrecisionEstimate(0, 0, null, 0, 1)
          : new PrecisionEstimate(
              answers,
              weights * weights / squares,
              precision(),
              wilson(-TWO_SIDED),
              wilson(TWO_SIDED));
    }

    private double wilson(double z) {
      double n = weights * weights / squares;
      double p = precision();
      double centre = p + z * z / (2 * n);
      double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
      return Math.max(0, Math.min(1, (centre + half) / (1 + z * z / n)));
    }
  }
}
