package io.cmaclip.model.prediction;

/**
 * Which modalities a prediction rests on. Temperature and accept threshold are kept per task and
 * per state, because an answer from one modality is less sure.
 */
public enum ModalityState {
  BOTH,
  IMAGE_ONLY,
  TEXT_ONLY;

  /**
   * The state of a listing.
   *
   * @throws IllegalArgumentException when neither modality is present: such a listing has no
   *     forward
   */
  public static ModalityState of(boolean image, boolean text) {
    if (!image && !text) {
      throw new IllegalArgumentException("neither image nor text is present");
    }
    return image ? (text ? BOTH : IMAGE_ONLY) : TEXT_ONLY;
  }
}
