package io.cmaclip.trainer.garments;

import java.util.List;

/** What a listing sells: the truth behind its image and its title. */
record Garment(Colour colour, Pattern pattern, Style style) {
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final List<Pattern> PATTERNS = List.of(Pattern.values());
  private static final List<Style> STYLES = List.of(Style.values());

  /** Classes as frequent as in the shop. Many colours need a print to show them. */
  static Garment draw(Draw draw) {
    Colour colour = draw.weighted(COLOURS, Label::share);
    Style style = draw.weighted(STYLES, Label::share);
    Pattern pattern = draw.weighted(PATTERNS, Label::share);
    while (colour == Colour.MULTI && (pattern == Pattern.PLAIN || pattern == Pattern.LACE)) {
      pattern = draw.weighted(PATTERNS, Label::share);
    }
    return new Garment(colour, pattern, style);
  }

  List<Label> labels() {
    return List.of(colour, pattern, style);
  }
}
