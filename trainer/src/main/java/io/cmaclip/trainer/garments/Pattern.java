package io.cmaclip.trainer.garments;

import java.util.List;

/** The 12 patterns. */
@SuppressWarnings("ImmutableEnumChecker") // the check cannot see that List.of() is immutable
enum Pattern implements Label {
  PLAIN("plain", 32, "Solid Color", "Plain", "Solid"),
  FLORAL("floral", 14, "Floral", "Flower Print", "Floral Print"),
  STRIPED("striped", 9, "Striped", "Stripe", "Stripes"),
  POLKA_DOT("polka dot", 7, "Polka Dot", "Dotted", "Dot Print"),
  CHECKED("checked", 7, "Plaid", "Checked", "Gingham"),
  GRAPHIC("graphic", 6, "Graphic Print", "Graphic", "Logo Print"),
  ANIMAL("animal print", 6, "Leopard Print", "Animal Print", "Zebra"),
  GEOMETRIC("geometric", 5, "Geometric", "Geo Print", "Chevron"),
  LACE("lace", 5, "Lace", "Lace Overlay", "Crochet Lace"),
  TIE_DYE("tie-dye", 4, "Tie Dye", "Tie-Dye", "Ombre"),
  PAISLEY("paisley", 3, "Paisley", "Paisley Print", "Boteh"),
  CAMOUFLAGE("camouflage", 3, "Camo", "Camouflage", "Army Print");

  private final Term term;

  Pattern(String label, double share, String... words) {
    this.term = new Term(label, share, List.of(words));
  }

  @Override
  public Term term() {
    return term;
  }
}
