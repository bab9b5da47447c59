package io.cmaclip.trainer.garments;

import java.util.List;

/** A class of one task. */
sealed interface Label permits Colour, Pattern, Style {
  Term term();

  /**
   * The properties of a class.
   *
   * @param label as written in metadata.jsonl
   * @param share relative frequency in the shop
   * @param words how sellers write it in a title, most frequent first
   */
  record Term(String label, double share, List<String> words) {}

  default String label() {
    return term().label();
  }

  default double share() {
    return term().share();
  }

  default List<String> words() {
    return term().words();
  }
}
