package io.cmaclip.trainer.batches;

/** Content of one modality of a listing. */
public enum Content {
  /** No image or title. */
  MISSING,
  /** The listing's own image or title. */
  OWN,
  /** The image or title of another listing. */
  SWAPPED,
  /** A corrupted image or title. */
  CORRUPTED
}
