package io.cmaclip.trainer.evaluation;

/** The forms in which a listing is put to the model. */
enum Question {
  AS_GIVEN,
  /** The title hidden. */
  IMAGE_ONLY,
  /** The image hidden. */
  TEXT_ONLY,
  /** Another listing's image. */
  IMAGE_SWAPPED,
  /** Another listing's title. */
  TITLE_SWAPPED,
  /** The image through JPEG and back, as every other corrupted image goes too. */
  IMAGE_REENCODED,
  IMAGE_CORRUPTED,
  TITLE_CORRUPTED
}
