package io.cmaclip.cli;

/** How much of an answer came from the image and how much from the title, as a small bar. */
public final class WeightBar {
  private WeightBar() {}

  /**
   * A bar of {@code width} characters: the left, full part is the image's weight, the right, light
   * part the title's.
   *
   * @param imageWeight 0 to 1
   */
  public static String of(double imageWeight, int width) {
    int image = (int) Math.round(Math.max(0, Math.min(1, imageWeight)) * width);
    return "█".repeat(image) + "░".repeat(width - image);
  }
}
