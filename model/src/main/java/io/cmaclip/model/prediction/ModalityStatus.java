package io.cmaclip.model.prediction;

/** Whether a modality of a listing took part in its prediction, and if not, why. */
public enum ModalityStatus {
  /** Present and used. */
  USED,
  /** The listing has none (no image given, or a blank title). */
  MISSING,
  /** Given, but no decoder could read it. */
  UNREADABLE,
  /** Given by URL, and the fetch failed. */
  FETCH_FAILED
}
