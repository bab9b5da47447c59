package io.cmaclip.trainer.garments;

import java.util.Locale;

/** What is wrong with a listing; written to metadata.jsonl for evaluation, never an input. */
enum Noise {
  NONE,
  /** The image shows another product. */
  IMAGE_SWAP,
  /** The title describes another product. */
  TITLE_SWAP;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
