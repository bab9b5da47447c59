package io.cmaclip.model.prediction;

/**
 * Noise scores of a listing, 0 to 1; higher is noisier. Without a modality, its score and {@code
 * mismatch} are 0.
 *
 * @param mismatch image and title do not belong together
 * @param image the image carries no information
 * @param text the title carries no information
 */
public record NoiseScores(double mismatch, double image, double text) {
  public static final NoiseScores NONE = new NoiseScores(0, 0, 0);
}
