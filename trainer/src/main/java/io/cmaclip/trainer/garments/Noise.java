package io.cmaclip.trainer.garments;

import java.util.Locale;

/** Noise in a listing: a field of metadata.jsonl for evaluation, never an input of training. */
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
