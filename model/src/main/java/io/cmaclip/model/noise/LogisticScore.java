package io.cmaclip.model.noise;

import java.util.List;

/**
 * A logistic score over features: 1 / (1 + exp(-(weights . features + bias))).
 *
 * @param weights one per feature
 * @param threshold minimum score of a noisy listing, 0 to 1, fitted at a stated false-alarm rate
 */
public record LogisticScore(List<Double> weights, double bias, double threshold) {
  public LogisticScore {
    weights = List.copyOf(weights);
    if (weights.stream().anyMatch(w -> !Double.isFinite(w)) || !Double.isFinite(bias)) {
      throw new IllegalArgumentException("weights and bias of a noise score must be finite");
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold = " + threshold + ": must be between 0 and 1");
    }
  }

  /** Returns the score, 0 to 1; higher is noisier. */
  public double score(double[] features) {
    if (features.length != weights.size()) {
      throw new IllegalArgumentException(
          features.length + " features for " + weights.size() + " weights");
    }
    double sum = bias;
    for (int i = 0; i < features.length; i++) {
      sum += weights.get(i) * features[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
