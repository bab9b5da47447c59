package io.cmaclip.trainer.batches;

/** What stands in one modality of a listing. */
public enum Content {
  /** Nothing. */
  MISSING,
  /** The listing's own image or title. */
  OWN,
  /** That of another listing. */
  SWAPPED,
  /** Something without meaning. */
  CORRUPTED
}
