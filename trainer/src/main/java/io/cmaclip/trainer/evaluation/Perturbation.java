package io.cmaclip.trainer.evaluation;

/** What is changed about a listing before it is classified. */
enum Perturbation {
  /** Nothing. */
  AS_GIVEN,
  /** The title is hidden. */
  IMAGE_ONLY,
  /** The image is hidden. */
  TEXT_ONLY,
  /** The image is that of another listing. */
  IMAGE_SWAPPED,
  /** The title is that of another listing. */
  TITLE_SWAPPED,
  /** Half of the images go through JPEG, like half of the corrupted ones. */
  IMAGE_REENCODED,
  IMAGE_CORRUPTED,
  TITLE_CORRUPTED
}
