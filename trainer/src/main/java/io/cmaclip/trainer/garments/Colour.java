package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.util.List;

/** The 17 colours. */
@SuppressWarnings("ImmutableEnumChecker") // the check cannot see that List.of() is immutable
enum Colour implements Label {
  BLACK("black", 15, new Range(0, 360, 0, .25, .05, .15), "Black", "Jet Black", "Noir"),
  WHITE("white", 9, new Range(30, 60, 0, .05, .94, 1), "White", "Ivory", "Off White"),
  BLUE("blue", 9, new Range(206, 224, .6, .85, .66, .95), "Blue", "Royal Blue", "Cobalt"),
  RED("red", 8, new Range(352, 364, .8, .96, .66, .88), "Red", "Wine Red", "Scarlet"),
  PINK("pink", 7, new Range(328, 350, .32, .6, .9, 1), "Pink", "Blush", "Rose Pink"),
  NAVY("navy", 7, new Range(220, 236, .6, .85, .2, .34), "Navy", "Navy Blue", "Midnight"),
  GREEN("green", 7, new Range(95, 150, .5, .8, .34, .68), "Green", "Olive", "Emerald"),
  MULTI("multi", 6, new Range(0, 360, .55, .9, .6, 1), "Multi", "Multicolor", "Rainbow"),
  GREY("grey", 5.5, new Range(200, 230, 0, .06, .4, .62), "Grey", "Gray", "Charcoal"),
  BEIGE("beige", 5, new Range(30, 42, .16, .3, .82, .92), "Beige", "Khaki", "Nude"),
  YELLOW("yellow", 4, new Range(49, 57, .68, .92, .93, 1), "Yellow", "Lemon", "Sunshine Yellow"),
  PURPLE("purple", 4, new Range(268, 290, .45, .72, .44, .72), "Purple", "Lilac", "Plum"),
  BROWN("brown", 4, new Range(16, 28, .52, .74, .27, .46), "Brown", "Coffee", "Chocolate"),
  ORANGE("orange", 3, new Range(18, 30, .82, .96, .9, 1), "Orange", "Rust Orange", "Tangerine"),
  TURQUOISE("turquoise", 3, new Range(172, 186, .55, .82, .68, .86), "Turquoise", "Teal", "Aqua"),
  GOLD("gold", 2, new Range(42, 48, .5, .66, .7, .84), "Gold", "Golden", "Champagne Gold"),
  SILVER("silver", 2, new Range(205, 220, .02, .07, .7, .8), "Silver", "Metallic Silver", "Sliver");

  private final Term term;
  private final Range range;

  Colour(String label, double share, Range range, String... words) {
    this.term = new Term(label, share, List.of(words));
    this.range = range;
  }

  @Override
  public Term term() {
    return term;
  }

  boolean metallic() {
    return this == GOLD || this == SILVER;
  }

  /** A random shade of this colour. */
  Color dye(Draw draw) {
    float hue = (float) (draw.between(range.h0, range.h1) / 360);
    float saturation = (float) draw.between(range.s0, range.s1);
    float brightness = (float) draw.between(range.b0, range.b1);
    return Color.getHSBColor(hue, saturation, brightness);
  }

  /** From and to: hue in degrees, saturation and brightness from 0 to 1. */
  private record Range(double h0, double h1, double s0, double s1, double b0, double b1) {}
}
