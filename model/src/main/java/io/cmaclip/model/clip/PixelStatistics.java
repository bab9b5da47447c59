package io.cmaclip.model.clip;

import io.cmaclip.model.architecture.ImageEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and population standard deviation of an image's normalised pixels.
 *
 * @param mean per channel (R, G, B)
 * @param std per channel
 */
public record PixelStatistics(List<Double> mean, List<Double> std) {
  /**
   * Computes the statistics.
   *
   * @param levels 0 to 255, channels first, at the encoder's size
   */
  public static PixelStatistics of(byte[] levels, ImageEncoder encoder) {
    int plane = encoder.height() * encoder.width();
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        double level = levels[i] & 0xFF;
        sum += level;
        squares += level * level;
      }
      double mean = sum / plane;
      double deviation = Math.sqrt(Math.max(0, squares / plane - mean * mean));
      means.add((mean / 255 - encoder.mean().get(channel)) / encoder.deviation().get(channel));
      deviations.add(deviation / 255 / encoder.deviation().get(channel));
    }
    return new PixelStatistics(means, deviations);
  }
}
