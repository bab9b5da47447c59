package io.cmaclip.trainer.evaluation;

import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.Interval;
import io.cmaclip.trainer.metrics.MacroF1;
import io.cmaclip.trainer.metrics.TaskMetrics;
import java.util.List;

/**
 * Measures of one task on a set of listings. Shares are 0 to 1; intervals are Wilson's at 95%.
 *
 * @param labelled listings with a label of the task
 * @param accuracy correct / labelled
 * @param macroF1 over the classes present among the labels
 * @param recallAtP90 correct answers in the largest prefix by descending confidence whose precision
 *     is at least 0.90, divided by {@code labelled}; ties keep file order
 * @param ece expected calibration error over 15 equal-width bins, with the bundle's temperature
 * @param unscaledEce the same at temperature 1
 * @param acceptedShare accepted / labelled
 * @param acceptedPrecision correct / accepted; null when no answer is accepted
 */
public record Measures(
    int labelled,
    double accuracy,
    Interval accuracyInterval,
    double macroF1,
    double recallAtP90,
    Interval recallAtP90Interval,
    double ece,
    double unscaledEce,
    double acceptedShare,
    Interval acceptedShareInterval,
    Double acceptedPrecision,
    Interval acceptedPrecisionInterval) {
  static Measures of(ScoredOutcomes outcomes) {
    TaskMetrics metrics = TaskMetrics.of(outcomes.calibrated());
    int n = metrics.labelled();
    int accepted = outcomes.accepted().size();
    int right = correct(outcomes.accepted());
    return new Measures(
        n,
        metrics.accuracy(),
        Interval.wilson(correct(outcomes.calibrated()), n),
        MacroF1.of(outcomes.labels(), outcomes.predicted()),
        metrics.recallAtP90(),
        Interval.wilson(Math.round(metrics.recallAtP90() * n), n),
        metrics.ece(),
        TaskMetrics.of(outcomes.unscaled()).ece(),
        n == 0 ? 0 : (double) accepted / n,
        Interval.wilson(accepted, n),
        accepted == 0 ? null : Double.valueOf((double) right / accepted),
        accepted == 0 ? null : Interval.wilson(right, accepted));
  }

  private static int correct(List<Answer> answers) {
    return (int) answers.stream().filter(Answer::correct).count();
  }
}
