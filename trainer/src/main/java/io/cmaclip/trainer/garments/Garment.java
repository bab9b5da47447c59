package io.cmaclip.trainer.garments;

import java.util.List;

/** The true labels of a listing. */
record Garment(Colour colour, Pattern pattern, Style style) {
  private static final List<Colour> COLOURS = List.of(Colour.values());
  private static final List<Pattern> PATTERNS = List.of(Pattern.values());
  private static final List<Style> STYLES = List.of(Style.values());

  /**
   * Draws classes by their share. Multi-coloured garments have a pattern that shows the colours.
   */
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
