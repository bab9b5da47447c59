package io.cmaclip.trainer.garments;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * The colours of one dress.
 *
 * @param bases the colour that the label names; several for a multi-coloured dress
 * @param accent differs clearly from the first base
 * @param second for details; lies between base and accent or differs from the base
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

  /** The colour of the nth motif: the accent, or one base after the other. */
  Color motif(int index) {
    return multi() ? bases.get(Math.floorMod(index, bases.size())) : accent;
  }

  /** The base for the nth region of a pattern that runs through all bases. */
  Color motifGround(int index) {
    return bases.get(Math.floorMod(index, bases.size()));
  }

  private static Color contrast(Color base, Draw draw) {
    for (int attempt = 0; attempt < 30; attempt++) {
      Color other = draw.chance(.5) ? draw.colour(0xFAF8F3, 0x1B1A1E) : draw.pick(HUES).dye(draw);
      if (distance(base, other) > CLEARLY_DIFFERENT) {
        return other;
      }
    }
    return new Color(Tint.luma(base) > .5 ? 0x1B1A1E : 0xFAF8F3);
  }

  private static double distance(Color a, Color b) {
    return Math.sqrt(
        Math.pow(a.getRed() - b.getRed(), 2)
            + Math.pow(a.getGreen() - b.getGreen(), 2)
            + Math.pow(a.getBlue() - b.getBlue(), 2));
  }
}
