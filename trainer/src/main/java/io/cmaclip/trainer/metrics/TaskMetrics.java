package io.cmaclip.trainer.metrics;

import java.util.Comparator;
import java.util.List;

/**
 * Measures of one task over its labelled items. Shares are 0 to 1, and 0 without labels.
 *
 * @param labelled number of labelled items
 * @param accuracy correct / labelled
 * @param recallAtP90 correct items in the largest prefix by descending confidence whose precision
 *     is at least 0.90, divided by {@code labelled}
 * @param ece expected calibration error over 15 equal-width bins of confidence
 */
public record TaskMetrics(int labelled, double accuracy, double recallAtP90, double ece) {
  private static final double PRECISION = 0.90;
  private static final int BINS = 15;

  /** Measures of answers in file order; equal confidences keep that order. */
  public static TaskMetrics of(List<Answer> answers) {
    int labelled = answers.size();
    if (labelled == 0) {
      return new TaskMetrics(0, 0, 0, 0);
    }
    long correct = answers.stream().filter(Answer::correct).count();
    return new TaskMetrics(
        labelled,
        (double) correct / labelled,
        (double) correctAtPrecision(answers) / labelled,
        calibrationError(answers));
  }

  private static int correctAtPrecision(List<Answer> answers) {
    List<Answer> ordered =
        answers.stream().sorted(Comparator.comparingDouble(Answer::confidence).reversed()).toList();
    int correct = 0;
    int best = 0;
    for (int n = 1; n <= ordered.size(); n++) {
      correct += ordered.get(n - 1).correct() ? 1 : 0;
      if (correct >= PRECISION * n) {
        best = correct;
      }
    }
    return best;
  }

  /** Mean over the items of |confidence - accuracy| of their bin. */
  private static double calibrationError(List<Answer> answers) {
    double[] surplus = new double[BINS];
    for (Answer answer : answers) {
      int bin = Math.min(BINS - 1, (int) (answer.confidence() * BINS));
      surplus[bin] += answer.confidence() - (answer.correct() ? 1 : 0);
    }
    double sum = 0;
    for (double value : surplus) {
      sum += Math.abs(value);
    }
    return sum / answers.size();
  }
}
