package io.cmaclip.trainer.garments;

import java.awt.Color;

/** Colour arithmetic on sRGB levels. */
final class Tint {
  private Tint() {}

  static Color mix(Color a, Color b, double share) {
    return rgb(
        a.getRed() + (b.getRed() - a.getRed()) * share,
        a.getGreen() + (b.getGreen() - a.getGreen()) * share,
        a.getBlue() + (b.getBlue() - a.getBlue()) * share);
  }

  static Color darker(Color colour, double share) {
    return mix(colour, Color.BLACK, share);
  }

  static Color lighter(Color colour, double share) {
    return mix(colour, Color.WHITE, share);
  }

  /** Alpha in 0..1. */
  static Color fade(Color colour, double alpha) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(alpha * 255));
  }

  /** Each channel moved by at most the given share of the range. */
  static Color vary(Color colour, double share, Draw draw) {
    return rgb(
        colour.getRed() + draw.between(-255, 255) * share,
        colour.getGreen() + draw.between(-255, 255) * share,
        colour.getBlue() + draw.between(-255, 255) * share);
  }

  /** Perceived lightness, 0..1 (ITU-R BT.601 weights). */
  static double luma(Color colour) {
    return (.299 * colour.getRed() + .587 * colour.getGreen() + .114 * colour.getBlue()) / 255;
  }

  private static Color rgb(double red, double green, double blue) {
    return new Color(level(red), level(green), level(blue));
  }

  private static int level(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
