package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.util.List;

/** The 17 colours. Ranges are hue in degrees, saturation and brightness in 0..1. */
@SuppressWarnings(
    "ImmutableEnumChecker") // words are List.of(): immutable, which the check cannot see
enum Colour implements Label {
  BLACK("black", 15, hsb(0, 360, 0, .25, .05, .15), "Black", "Jet Black", "Noir"),
  WHITE("white", 9, hsb(30, 60, 0, .05, .94, 1), "White", "Ivory", "Off White"),
  BLUE("blue", 9, hsb(206, 224, .6, .85, .66, .95), "Blue", "Royal Blue", "Cobalt"),
  RED("red", 8, hsb(352, 364, .8, .96, .66, .88), "Red", "Wine Red", "Scarlet"),
  PINK("pink", 7, hsb(328, 350, .32, .6, .9, 1), "Pink", "Blush", "Rose Pink"),
  NAVY("navy", 7, hsb(220, 236, .6, .85, .2, .34), "Navy", "Navy Blue", "Midnight"),
  GREEN("green", 7, hsb(95, 150, .5, .8, .34, .68), "Green", "Olive", "Emerald"),
  MULTI("multi", 6, hsb(0, 360, .55, .9, .6, 1), "Multi", "Multicolor", "Rainbow"),
  GREY("grey", 5.5, hsb(200, 230, 0, .06, .4, .62), "Grey", "Gray", "Charcoal"),
  BEIGE("beige", 5, hsb(30, 42, .16, .3, .82, .92), "Beige", "Khaki", "Nude"),
  YELLOW("yellow", 4, hsb(49, 57, .68, .92, .93, 1), "Yellow", "Lemon", "Sunshine Yellow"),
  PURPLE("purple", 4, hsb(268, 290, .45, .72, .44, .72), "Purple", "Lilac", "Plum"),
  BROWN("brown", 4, hsb(16, 28, .52, .74, .27, .46), "Brown", "Coffee", "Chocolate"),
  ORANGE("orange", 3, hsb(18, 30, .82, .96, .9, 1), "Orange", "Rust Orange", "Tangerine"),
  TURQUOISE("turquoise", 3, hsb(172, 186, .55, .82, .68, .86), "Turquoise", "Teal", "Aqua"),
  GOLD("gold", 2, hsb(42, 48, .5, .66, .7, .84), "Gold", "Golden", "Champagne Gold"),
  SILVER("silver", 2, hsb(205, 220, .02, .07, .7, .8), "Silver", "Metallic Silver", "Sliver");

  private final String label;
  private final double share;
  private final Range range;
  private final List<String> words;

  Colour(String label, double share, Range range, String... words) {
    this.label = label;
    this.share = share;
    this.range = range;
    this.words = List.of(words);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public double share() {
    return share;
  }

  @Override
  public List<String> words() {
    return words;
  }

  boolean metallic() {
    return this == GOLD || this == SILVER;
  }

  /** One dye lot of this colour. */
  Color dye(Draw draw) {
    float hue = (float) (draw.between(range.hueFrom(), range.hueTo()) / 360);
    float saturation = (float) draw.between(range.saturationFrom(), range.saturationTo());
    float brightness = (float) draw.between(range.brightnessFrom(), range.brightnessTo());
    return Color.getHSBColor(hue, saturation, brightness);
  }

  private static Range hsb(
      double hueFrom,
      double hueTo,
      double saturationFrom,
      double saturationTo,
      double brightnessFrom,
      double brightnessTo) {
    return new Range(hueFrom, hueTo, saturationFrom, saturationTo, brightnessFrom, brightnessTo);
  }

  private record Range(
      double hueFrom,
      double hueTo,
      double saturationFrom,
      double saturationTo,
      double brightnessFrom,
      double brightnessTo) {}
}
