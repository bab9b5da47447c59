package io.cmaclip.trainer.garments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes titles as sellers do (paper figure 2: "Fashion Women's Oversized Short Sleeves Floral
 * Print Mid-Long Dress Yellow Size UK 16"): many words, few of which name a label. Some name the
 * colour of another part of the dress.
 */
final class TitleWriter {
  /** How often a title names the label of colour, pattern and style. */
  static final double COLOUR_NAMED = .67;

  static final double PATTERN_NAMED = .25;
  static final double STYLE_NAMED = .15;

  private static final double STRAY_COLOUR = .12;
  private static final List<String> BRANDS =
      list(
          """
          Veloria, Marlowe & Finch, KOSIMA, Aurelle, Tamsin & Co, Lunabay, ZERIFY,
          Petra Vale, Ostara, Wrenfield, Bellamora, NORDIKKA, Calanthe, Juniper Row,
          Saffra, Odelle, MISSY TRENT, Fable & Thread, Koralin, Yvaine
          """);
  private static final List<String> AUDIENCE =
      list(
          """
          Women's, Womens, Women, Ladies, Fashion Women's, Women's Fashion,
          Plus Size Women, Girls and Women, Fashion Women, Junior's
          """);
  private static final List<String> MOODS =
      list(
          """
          Casual, Elegant, Vintage, Summer, Sexy, Boho, Loose, Party, Cocktail, Beach,
          Evening, Office, Fashion, Retro, Cute, Soft, Comfy, Stretchy, Classic,
          Holiday, Wedding Guest, Spring Autumn, Formal, Flowy, New
          """);
  private static final List<String> CLOTHS =
      list(
          """
          Cotton, Chiffon, Jersey, Linen Blend, Satin, Viscose, Polyester, Modal,
          Velvet, Rayon
          """);
  private static final List<String> EXTRAS =
      list(
          """
          with Pockets, Breathable, Machine Washable, Gift for Her, Free Shipping,
          Hot Sale, with Zipper, New Arrival 2024, Lightweight, Club Wear, Daily Wear,
          Sundress
          """);
  private static final List<String> STRAYS =
      list("Buttons, Belt, Trim, Lining, Stitching, Label, Gift Box, Tassel");
  private static final List<String> SIZES =
      list(
          """
          S, M, L, XL, XXL, Size 8, Size 12, Size UK 16, Size UK 10, US 6, X-Large,
          Small, Medium, 3XL, EU 38, Size 14W
          """);

  private TitleWriter() {}

  private static List<String> list(String commaSeparated) {
    return List.of(commaSeparated.strip().split(",\\s+"));
  }

  static String write(Garment garment, Draw draw) {
    List<String> words = new ArrayList<>();
    String colour = draw.chance(COLOUR_NAMED) ? name(garment.colour(), draw) : null;
    String pattern = draw.chance(PATTERN_NAMED) ? name(garment.pattern(), draw) : null;
    String style = draw.chance(STYLE_NAMED) ? name(garment.style(), draw) : null;
    double colourPlace = draw.between(0, 1);

    add(words, draw.chance(.45), draw.pick(BRANDS));
    add(words, colour != null && colourPlace < .2, colour);
    add(words, draw.chance(.85), draw.pick(AUDIENCE));
    add(words, draw.chance(.75), draw.pick(MOODS));
    add(words, draw.chance(.35), draw.pick(MOODS));
    add(words, colour != null && colourPlace >= .2 && colourPlace < .45, colour);
    add(words, pattern != null, pattern);
    add(words, draw.chance(.25), draw.pick(CLOTHS));
    add(words, style != null, style);
    words.add(draw.chance(.9) ? "Dress" : draw.pick("Dresses", "Frock", "One Piece", "Outfit"));
    add(words, colour != null && colourPlace >= .45, colour);
    if (draw.chance(STRAY_COLOUR)) {
      words.add("with " + stray(garment.colour(), draw) + " " + draw.pick(STRAYS));
    }
    add(words, draw.chance(.25), draw.pick(EXTRAS));
    add(words, draw.chance(.5), draw.pick(SIZES));
    return withCase(String.join(" ", words), draw);
  }

  private static String name(Label label, Draw draw) {
    return draw.chance(.7) ? label.words().get(0) : draw.pick(label.words());
  }

  /** The colour of a detail, which differs from that of the dress. */
  private static String stray(Colour own, Draw draw) {
    Colour other = draw.pick(Colour.values());
    while (other == own) {
      other = draw.pick(Colour.values());
    }
    return other.words().get(0);
  }

  private static String withCase(String title, Draw draw) {
    double chance = draw.between(0, 1);
    if (chance < .06) {
      return title.toUpperCase(Locale.ROOT);
    }
    return chance < .14 ? title.toLowerCase(Locale.ROOT) : title;
  }

  private static void add(List<String> words, boolean wanted, String word) {
    if (wanted) {
      words.add(word);
    }
  }
}
