package io.cmaclip.cli;

/** The weights of image and title as a text bar. */
public final class WeightBar {
  private WeightBar() {}

  /**
   * A bar of {@code width} characters: solid for {@code imageWeight} (0 to 1), light for the rest.
   */
  public static String of(double imageWeight, int width) {
    int image = (int) Math.round(Math.max(0, Math.min(1, imageWeight)) * width);
    return "█".repeat(image) + "░".repeat(width - image);
  }
}
