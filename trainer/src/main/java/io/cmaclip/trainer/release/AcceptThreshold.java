package io.cmaclip.trainer.release;

import io.cmaclip.model.calibration.Binomial;
import io.cmaclip.trainer.metrics.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Chooses the lowest confidence of accepted answers. The precision of accepted answers reaches a
 * target with 95% confidence, although the threshold is chosen on the same items (fixed-sequence
 * testing).
 *
 * <p>The search tests a fixed grid of at most 20 counts of accepted items, from 300 to all items.
 * It stops at the first count whose one-sided 95% Clopper-Pearson bound is below the target, and
 * returns the count before it. Each count is tested only after all smaller ones have passed, so the
 * probability of a threshold that misses the target is at most 5%.
 *
 * @param precision the target, above 0 and below 1
 */
public record AcceptThreshold(double precision) {
  private static final int STRICTEST = 300;
  private static final int STEPS = 20;
  private static final double ALPHA = 0.05;

  /**
   * Searches the grid.
   *
   * @param answers labelled validation items
   * @return empty when the smallest count misses the target: the task accepts no answer
   */
  public OptionalDouble choose(List<Answer> answers) {
    List<Answer> ordered =
        answers.stream().sorted(Comparator.comparingDouble(Answer::confidence).reversed()).toList();
    int strictest = Math.min(STRICTEST, ordered.size());
    OptionalDouble chosen = OptionalDouble.empty();
    for (int step = 0; step < STEPS && strictest > 0; step++) {
      int count = strictest + (int) Math.round((ordered.size() - strictest) * step / (STEPS - 1.0));
      double threshold = ordered.get(count - 1).confidence();
      int accepted = count;
      while (accepted < ordered.size() && ordered.get(accepted).confidence() >= threshold) {
        accepted++;
      }
      int correct = (int) ordered.subList(0, accepted).stream().filter(Answer::correct).count();
      if (Binomial.upperTail(accepted, correct, precision) > ALPHA) {
        return chosen;
      }
      chosen = OptionalDouble.of(threshold);
    }
    return chosen;
  }
}
