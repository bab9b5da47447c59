package io.cmaclip.trainer.garments;

import java.util.List;

/** What a shape of an image belongs to. Parts with words can be asked for by name. */
@SuppressWarnings("ImmutableEnumChecker") // the check cannot see that List.of() is immutable
public enum Part {
  BACKDROP,
  /** Skin, mannequin; all that is neither worn nor named. */
  BODY,
  /** The whole dress: every part that is sewn to it. */
  DRESS("dress", "gown"),
  SLEEVES("sleeves"),
  STRAPS("straps"),
  COLLAR("collar"),
  RUFFLE("ruffle", "frill"),
  PEPLUM("peplum"),
  BELT("belt"),
  SASH("sash", "bow"),
  BUTTONS("buttons", "placket"),
  ARMS("arms"),
  LEGS("legs"),
  SHOES("shoes"),
  HAIR("hair"),
  STAND("stand"),
  HANGER("hanger"),
  BAG("bag", "handbag"),
  HAT("hat"),
  NECKLACE("necklace"),
  STICKER("sticker", "badge"),
  FRAME;

  private final List<String> words;

  Part(String... words) {
    this.words = List.of(words);
  }

  /** Its names, most usual first; empty for parts that cannot be asked for. */
  public List<String> words() {
    return words;
  }

  /** Whether a mask of this part contains the given part. */
  boolean contains(Part other) {
    boolean sewn = other.compareTo(DRESS) >= 0 && other.compareTo(BUTTONS) <= 0;
    return this == other || (this == DRESS && sewn);
  }
}
