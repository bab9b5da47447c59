package io.cmaclip.trainer.calibration;

import io.cmaclip.trainer.metrics.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The confidence from which answers are accepted, such that their precision reaches a target with
 * 95% confidence although the threshold was chosen on the same items (fixed-sequence testing).
 *
 * <p>Coverages are tried on a fixed grid of at most 20 counts, from the strictest, which holds 300
 * items, to all of them. The walk stops at the first count whose one-sided 95% Clopper-Pearson
 * bound falls below the target; the count before it is taken. As every step must pass before the
 * next is looked at, the chance of ending on a threshold that misses the target stays at 5%.
 *
 * @param precision the target, above 0 and below 1
 */
public record AcceptThreshold(double precision) {
  private static final int STRICTEST = 300;
  private static final int STEPS = 20;
  private static final double ALPHA = 0.05;

  /**
   * Walks the grid.
   *
   * @param answers labelled validation items
   * @return empty when even the strictest count misses the target: the task accepts nothing
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
