package io.cmaclip.model.prediction;

/**
 * The modalities that a prediction uses. Temperatures and accept thresholds are fitted per task and
 * state, because predictions from one modality are less certain.
 */
public enum ModalityState {
  BOTH,
  IMAGE_ONLY,
  TEXT_ONLY;

  /**
   * Returns the state of a listing.
   *
   * @throws IllegalArgumentException when neither modality is present
   */
  public static ModalityState of(boolean image, boolean text) {
    if (!image && !text) {
      throw new IllegalArgumentException("neither image nor text is present");
    }
    return image ? (text ? BOTH : IMAGE_ONLY) : TEXT_ONLY;
  }
}
