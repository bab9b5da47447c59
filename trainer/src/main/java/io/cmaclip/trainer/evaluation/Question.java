package io.cmaclip.trainer.evaluation;

/** The forms in which a listing is put to the model. */
enum Question {
  AS_GIVEN,
  /** The title hidden. */
  IMAGE_ONLY,
  /** The picture hidden. */
  TEXT_ONLY,
  /** Another listing's picture. */
  PICTURE_SWAPPED,
  /** Another listing's title. */
  TITLE_SWAPPED,
  /** The picture through JPEG and back, as every other corrupted picture goes too. */
  PICTURE_REENCODED,
  PICTURE_CORRUPTED,
  TITLE_CORRUPTED
}
