package io.cmaclip.trainer.recipe;

/**
 * How often the noise scores may be wrong about clean listings: one in seventeen in all by default.
 *
 * @param mismatch false alarms among clean listings, 0.0001 to 0.5
 * @param image the same of the score of images
 * @param text the same of the score of titles
 * @param share share of the validation listings that are noisy, 0 to 0.5; null = estimated
 */
public record NoiseSettings(double mismatch, double image, double text, Double share) {
  /** 5% and twice 0.5%, share estimated. */
  public static final NoiseSettings DEFAULT = new NoiseSettings(0.05, 0.005, 0.005, null);

  public NoiseSettings {
    Range.check("noise.mismatch", mismatch, 0.0001, 0.5);
    Range.check("noise.image", image, 0.0001, 0.5);
    Range.check("noise.text", text, 0.0001, 0.5);
    if (share != null) {
      Range.check("noise.share", share, 0, 0.5);
    }
  }

  /** The same with a known share of noisy listings. */
  public NoiseSettings withShare(double known) {
    return new NoiseSettings(mismatch, image, text, known);
  }
}
