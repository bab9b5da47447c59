package io.cmaclip.trainer.garments;

import java.util.List;

/** The 21 styles; {@link Cuts} defines the shape of each. */
@SuppressWarnings("ImmutableEnumChecker") // the check cannot see that List.of() is immutable
enum Style implements Label {
  A_LINE("a-line", 9, "A-Line", "A Line"),
  MAXI("maxi", 8, "Maxi", "Maxi Length"),
  BODYCON("bodycon", 8, "Bodycon", "Body Con"),
  WRAP("wrap", 7, "Wrap", "Faux Wrap"),
  SKATER("skater", 7, "Skater", "Swing Skater"),
  SHIRT("shirt", 6, "Shirt", "Shirtdress", "Button Down Shirt"),
  SHIFT("shift", 6, "Shift", "Straight Shift"),
  T_SHIRT("t-shirt", 6, "T-Shirt", "Tee Shirt", "T-Dress"),
  SLIP("slip", 5, "Slip", "Cami Slip"),
  PENCIL("pencil", 5, "Pencil", "Wear to Work Pencil"),
  OFF_SHOULDER("off-shoulder", 5, "Off Shoulder", "Off The Shoulder", "Bardot"),
  SWEATER("sweater", 5, "Sweater", "Knit Jumper", "Pullover Sweater"),
  TIERED("tiered", 4, "Tiered", "Tiered Ruffle"),
  HALTER("halter", 4, "Halter", "Halter Neck"),
  ONE_SHOULDER("one-shoulder", 3, "One Shoulder", "Single Shoulder"),
  EMPIRE("empire", 3, "Empire Waist", "Empire"),
  PEPLUM("peplum", 3, "Peplum", "Peplum Waist"),
  HIGH_LOW("high-low", 3, "High Low", "Hi-Lo"),
  MERMAID("mermaid", 3, "Mermaid", "Fishtail"),
  BALL_GOWN("ball gown", 2.5, "Ball Gown", "Princess Gown"),
  KAFTAN("kaftan", 2.5, "Kaftan", "Caftan", "Batwing Kaftan");

  private final Term term;

  Style(String label, double share, String... words) {
    this.term = new Term(label, share, List.of(words));
  }

  @Override
  public Term term() {
    return term;
  }
}
