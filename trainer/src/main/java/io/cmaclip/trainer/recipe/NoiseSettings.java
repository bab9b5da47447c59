package io.cmaclip.trainer.recipe;

/**
 * False-alarm rates of the noise scores on clean listings; about 6% together by default.
 *
 * @param mismatch false-alarm rate of the mismatch score, 0.0001 to 0.5
 * @param image false-alarm rate of the image score, 0.0001 to 0.5
 * @param text false-alarm rate of the title score, 0.0001 to 0.5
 * @param share share of the validation listings whose image and title do not match, 0 to 0.5; null
 *     = estimated
 */
public record NoiseSettings(double mismatch, double image, double text, Double share) {
  /** 5%, 0.5% and 0.5%; share estimated. */
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
