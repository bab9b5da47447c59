package io.cmaclip.model.calibration;

import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.prediction.ModalityState;
import java.util.Arrays;
import java.util.Map;

/**
 * An answer to one task in the audit sample, with the label that a reviewer decided.
 *
 * @param state the modalities used
 * @param logits one per class: logarithm of the confidence under the operating point in force
 * @param truth class number of the decided label; -1 = none of the classes is right
 * @param accepted whether the label was accepted when it was answered
 * @param samplingProbability with which the sample contains the listing, above 0 to 1
 */
public record AuditedAnswer(
    ModalityState state, float[] logits, int truth, boolean accepted, double samplingProbability) {
  /** Lowest probability, so that logarithms are finite. */
  private static final double LEAST = 1e-9;

  public AuditedAnswer {
    if (!(samplingProbability > 0 && samplingProbability <= 1)) {
      throw new IllegalArgumentException(
          "samplingProbability = " + samplingProbability + ": must be above 0 and at most 1");
    }
  }

  /**
   * Logits of an answer that names only its most probable classes. The others share the rest.
   *
   * @param probabilities by class; unknown classes are ignored
   * @param temperature of the answer, relative to the temperature in force
   */
  public static float[] logits(
      BundleTask task, Map<String, Double> probabilities, double temperature) {
    int classes = task.classes().size();
    double known = 0;
    int named = 0;
    double[] p = new double[classes];
    Arrays.fill(p, Double.NaN);
    for (Map.Entry<String, Double> entry : probabilities.entrySet()) {
      int c = task.classes().indexOf(entry.getKey());
      if (c >= 0) {
        p[c] = entry.getValue();
        known += entry.getValue();
        named++;
      }
    }
    double rest = Math.max(0, 1 - known) / Math.max(1, classes - named);
    float[] logits = new float[classes];
    for (int c = 0; c < classes; c++) {
      double value = Double.isNaN(p[c]) ? rest : p[c];
      logits[c] = (float) (temperature * Math.log(Math.max(LEAST, value)));
    }
    return logits;
  }

  /** Class number of the model's label. */
  public int label() {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  public boolean isCorrect() {
    return label() == truth;
  }

  public double weight() {
    return 1 / samplingProbability;
  }

  /** Confidence of the model's label when the logits are divided by a factor. */
  double confidence(double temperatureFactor) {
    return TemperatureScaling.probabilities(logits, temperatureFactor)[label()];
  }
}
