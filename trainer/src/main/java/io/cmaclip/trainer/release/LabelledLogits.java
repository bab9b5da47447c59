package io.cmaclip.trainer.release;

import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.calibration.TemperatureScaling;
import io.cmaclip.trainer.metrics.Answer;
import io.cmaclip.trainer.metrics.TaskMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * Logits of one task in one state for the labelled listings.
 *
 * @param rows one logit per class
 * @param labels the true class of each row
 */
record LabelledLogits(float[][] rows, int[] labels) {
  /** The answers at a temperature. */
  List<Answer> answers(double temperature) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      double[] probabilities = TemperatureScaling.probabilities(rows[i], temperature);
      int best = 0;
      for (int c = 1; c < probabilities.length; c++) {
        best = probabilities[c] > probabilities[best] ? c : best;
      }
      answers.add(new Answer(probabilities[best], best == labels[i]));
    }
    return answers;
  }

  PrecisionReport.Figures measure(OperatingPoint point) {
    List<Answer> answers = answers(point.temperature());
    List<Answer> accepted = answers.stream().filter(a -> point.accepts(a.confidence())).toList();
    return new PrecisionReport.Figures(
        TaskMetrics.of(answers),
        (double) accepted.size() / answers.size(),
        accepted.isEmpty() ? null : TaskMetrics.of(accepted).accuracy());
  }
}
