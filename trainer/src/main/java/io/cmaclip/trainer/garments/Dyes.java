package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * The colours of one dress. The base covers most of it and is what the label names; a
 * multi-coloured dress has several bases.
 */
record Dyes(List<Color> bases, Color accent, Color second) {
  private static final List<Colour> HUES =
      List.of(
          Colour.RED,
          Colour.ORANGE,
          Colour.YELLOW,
          Colour.GREEN,
          Colour.TURQUOISE,
          Colour.BLUE,
          Colour.PURPLE,
          Colour.PINK);
  private static final double CLEARLY_DIFFERENT = 115;

  static Dyes draw(Colour colour, Draw draw) {
    List<Color> bases = new ArrayList<>();
    if (colour == Colour.MULTI) {
      int start = draw.below(HUES.size());
      int count = 3 + draw.below(2);
      for (int i = 0; i < count; i++) {
        bases.add(HUES.get((start + i * (count == 3 ? 3 : 2)) % HUES.size()).dye(draw));
      }
    } else {
      bases.add(colour.dye(draw));
    }
    Color accent = contrast(bases.get(0), draw);
    Color second =
        draw.chance(.5) ? Tint.mix(bases.get(0), accent, .5) : contrast(bases.get(0), draw);
    return new Dyes(List.copyOf(bases), accent, second);
  }

  Color base() {
    return bases.get(0);
  }

  boolean multi() {
    return bases.size() > 1;
  }

  /** The accent for the nth motif; a multi-coloured print changes it from motif to motif. */
  Color motif(int index) {
    return multi() ? bases.get(Math.floorMod(index, bases.size())) : accent;
  }

  /** The base for the nth region of a pattern that runs through all bases. */
  Color motifGround(int index) {
    return bases.get(Math.floorMod(index, bases.size()));
  }

  private static Color contrast(Color base, Draw draw) {
    for (int attempt = 0; attempt < 30; attempt++) {
      Color other =
          draw.chance(.5)
              ? draw.pick(new Color(0xFAF8F3), new Color(0x1B1A1E))
              : draw.pick(HUES).dye(draw);
      if (distance(base, other) > CLEARLY_DIFFERENT) {
        return other;
      }
    }
    return Tint.luma(base) > .5 ? new Color(0x1B1A1E) : new Color(0xFAF8F3);
  }

  private static double distance(Color a, Color b) {
    return Math.sqrt(
        Math.pow(a.getRed() - b.getRed(), 2)
            + Math.pow(a.getGreen() - b.getGreen(), 2)
            + Math.pow(a.getBlue() - b.getBlue(), 2));
  }
}
