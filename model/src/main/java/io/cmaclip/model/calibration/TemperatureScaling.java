package io.cmaclip.model.calibration;

import java.util.Arrays;

/**
 * Temperature scaling (Guo et al. 2017): divides the logits of a task and state by the number that
 * maximizes the likelihood of held-out labels. Values below 1 raise confidences, values above 1
 * lower them.
 */
public final class TemperatureScaling {
  private static final double LOWEST = Math.log(0.05);
  private static final double HIGHEST = Math.log(20);
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private TemperatureScaling() {}

  /**
   * The temperature between 0.05 and 20 with the lowest negative log-likelihood.
   *
   * @param logits one row of class logits per item
   * @param labels the true class per item; negative = no label
   * @return 1 without labels
   */
  public static double fit(float[][] logits, int[] labels) {
    double[] equal = new double[labels.length];
    Arrays.fill(equal, 1);
    return fit(logits, labels, equal);
  }

  /**
   * The same with a weight per item.
   *
   * @param weights 0 or more
   */
  public static double fit(float[][] logits, int[] labels, double[] weights) {
    if (Arrays.stream(labels).allMatch(label -> label < 0)) {
      return 1;
    }
    // The loss is convex in 1/T, so it has one minimum in log T: golden section search finds it.
    double low = LOWEST;
    double high = HIGHEST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = loss(logits, labels, weights, Math.exp(left));
    double atRight = loss(logits, labels, weights, Math.exp(right));
    while (high - low > 1e-5) {
      if (atLeft <= atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = loss(logits, labels, weights, Math.exp(left));
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = loss(logits, labels, weights, Math.exp(right));
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** Mean negative log-likelihood of the labels at a temperature, in nats. */
  static double loss(float[][] logits, int[] labels, double temperature) {
    double[] equal = new double[labels.length];
    Arrays.fill(equal, 1);
    return loss(logits, labels, equal, temperature);
  }

  private static double loss(float[][] logits, int[] labels, double[] weights, double temperature) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        double p = probabilities(logits[i], temperature)[labels[i]];
        sum -= weights[i] * Math.log(Math.max(1e-300, p));
        count += weights[i];
      }
    }
    return sum / count;
  }

  /** Softmax of logits / temperature. */
  public static double[] probabilities(float[] logits, double temperature) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double[] probabilities = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp((logits[i] - highest) / temperature);
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
