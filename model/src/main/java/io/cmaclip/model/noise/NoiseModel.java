package io.cmaclip.model.noise;

/**
 * Noise scores of a bundle over {@link NoiseFeatures}. A null score was not fitted and is always 0.
 */
public record NoiseModel(LogisticScore mismatch, LogisticScore image, LogisticScore text) {
  /** No score is fitted. */
  public static final NoiseModel NONE = new NoiseModel(null, null, null);

  /**
   * Checks the number of weights of each score.
   *
   * @throws IllegalArgumentException when it differs from the number of features
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
