package io.cmaclip.console.quality;

/**
 * Decisions about the labels of one task by one model. Immutable.
 *
 * @param task the task
 * @param model name and version of the model
 * @param audited decisions about accepted labels of the audit sample
 * @param weight sum of the weights of these; a weight is 1 / sampling probability
 * @param correct sum of the weights of those that confirm the label
 * @param squares sum of the squared weights
 * @param correctSquares sum of the squared weights of those that confirm the label
 * @param doubtful decisions about items that were not sampled; they are not used
 * @param lastAt time of the last decision, milliseconds since 1970
 */
public record PrecisionTally(
    String task,
    String model,
    long audited,
    double weight,
    double correct,
    double squares,
    double correctSquares,
    long doubtful,
    long lastAt) {
  /** 97.5% quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  private static final double LEAST = 1e-12;

  /**
   * An estimate of the precision of accepted labels with its 95% interval.
   *
   * @param precision 0 to 1
   * @param low lower bound
   * @param high upper bound
   */
  public record Estimate(double precision, double low, double high) {}

  static PrecisionTally none(String task, String model) {
    return new PrecisionTally(task, model, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Adds or takes away a decision.
   *
   * @param sign 1 or -1
   * @param isAccepted whether the model accepted its label
   */
  PrecisionTally with(MadeDecision decision, int sign, boolean isAccepted, long at) {
    Double probability = decision.shown().probability();
    if (probability == null) {
      return new PrecisionTally(
          task,
          model,
          audited,
          weight,
          correct,
          squares,
          correctSquares,
          doubtful + sign,
          Math.max(lastAt, at));
    }
    if (!isAccepted) {
      return this;
    }
    double added = sign / probability;
    boolean isLast = audited + sign == 0;
    return new PrecisionTally(
        task,
        model,
        audited + sign,
        isLast ? 0 : weight + added,
        isLast ? 0 : correct + (decision.isProposal() ? added : 0),
        isLast ? 0 : squares + added / probability,
        isLast ? 0 : correctSquares + (decision.isProposal() ? added / probability : 0),
        doubtful,
        Math.max(lastAt, at));
  }

  PrecisionTally plus(PrecisionTally other) {
    return new PrecisionTally(
        task,
        model,
        audited + other.audited,
        weight + other.weight,
        correct + other.correct,
        squares + other.squares,
        correctSquares + other.correctSquares,
        doubtful + other.doubtful,
        Math.max(lastAt, other.lastAt));
  }

  /**
   * The weighted share of confirmed labels, with Wilson's interval for the number of equally
   * weighted decisions that would have the same variance.
   *
   * @return null without an audited decision: doubtful items tell nothing about accepted labels
   */
  public Estimate estimate() {
    if (audited == 0) {
      return null;
    }
    double share = Math.min(1, correct / weight);
    double variance =
        ((1 - 2 * share) * correctSquares + share * share * squares) / (weight * weight);
    boolean isUnanimous = share * (1 - share) < LEAST || variance < LEAST;
    double n = isUnanimous ? weight * weight / squares : share * (1 - share) / variance;
    double z2 = Z * Z;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half = Z / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return new Estimate(share, Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
