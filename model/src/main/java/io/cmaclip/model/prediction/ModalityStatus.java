package io.cmaclip.model.prediction;

/** Whether a prediction uses a modality of the listing, and if not, why. */
public enum ModalityStatus {
  /** Present and used. */
  USED,
  /** The listing has no image, or a blank title. */
  MISSING,
  /** Present, but not decodable. */
  UNREADABLE,
  /** Referenced by URL, and the fetch failed. */
  FETCH_FAILED
}
