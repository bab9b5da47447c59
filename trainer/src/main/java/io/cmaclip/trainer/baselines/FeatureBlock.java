package io.cmaclip.trainer.baselines;

import java.util.Arrays;

/**
 * The weights of a range of features for all classes, with Adam's two moments. Different threads
 * may update different features at the same time.
 */
final class FeatureBlock {
  private static final float BETA1 = .9f;
  private static final float BETA2 = .99f;
  private static final float EPSILON = 1e-8f;

  private final int classes;
  private final float[][] weight;
  private final float[][] mean;
  private final float[][] square;
  private final int[] updates;

  FeatureBlock(int features, int classes) {
    this.classes = classes;
    weight = new float[features][classes];
    mean = new float[features][];
    square = new float[features][];
    updates = new int[features];
  }

  int features() {
    return weight.length;
  }

  /** Adds value times the feature's weights to the logits. */
  void score(int feature, float value, float[] logits) {
    float[] w = weight[feature];
    for (int k = 0; k < classes; k++) {
      logits[k] += value * w[k];
    }
  }

  /** One step of Adam with an L2 penalty; clears the gradient. */
  void step(int feature, float[] gradient, float rate, float ridge) {
    float[] w = weight[feature];
    if (mean[feature] == null) {
      mean[feature] = new float[classes];
      square[feature] = new float[classes];
    }
    float[] m = mean[feature];
    float[] v = square[feature];
    int n = ++updates[feature];
    float unbias1 = (float) (1 / (1 - Math.pow(BETA1, n)));
    float unbias2 = (float) (1 / (1 - Math.pow(BETA2, n)));
    for (int k = 0; k < classes; k++) {
      float g = gradient[k] + ridge * w[k];
      m[k] = BETA1 * m[k] + (1 - BETA1) * g;
      v[k] = BETA2 * v[k] + (1 - BETA2) * g * g;
      w[k] -= rate * m[k] * unbias1 / ((float) Math.sqrt(v[k] * unbias2) + EPSILON);
    }
    Arrays.fill(gradient, 0);
  }
}
