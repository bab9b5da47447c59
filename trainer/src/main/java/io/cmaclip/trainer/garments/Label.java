package io.cmaclip.trainer.garments;

import java.util.List;

/** A class of one task. */
sealed interface Label permits Colour, Pattern, Style {
  /** As written in metadata.jsonl. */
  String label();

  /** Relative frequency in the shop. */
  double share();

  /** How sellers write it in a title; the first is the commonest. */
  List<String> words();
}
