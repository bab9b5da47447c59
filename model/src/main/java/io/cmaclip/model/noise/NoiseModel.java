package io.cmaclip.model.noise;

/**
 * The three noise scores of a bundle, over {@link NoiseFeatures}. Each may be null: that noise was
 * not fitted, and its score is always 0.
 */
public record NoiseModel(LogisticScore mismatch, LogisticScore image, LogisticScore text) {
  /** Nothing fitted. */
  public static final NoiseModel NONE = new NoiseModel(null, null, null);

  /**
   * Compares the numbers of weights with those of the features.
   *
   * @throws IllegalArgumentException when a score has not as many weights as there are features
   */
  public void checkWidth(int projection) {
    check("noise.mismatch", mismatch, NoiseFeatures.MISMATCH);
    check("noise.image", image, projection + NoiseFeatures.IMAGE_EXTRA);
    check("noise.text", text, projection + NoiseFeatures.TEXT_EXTRA);
  }

  private static void check(String key, LogisticScore score, int features) {
    if (score != null && score.weights().size() != features) {
      throw new IllegalArgumentException(
          key + ".weights: " + score.weights().size() + " numbers: must be " + features);
    }
  }
}
