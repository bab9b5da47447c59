package io.cmaclip.model.review;

/** Reason codes of the review topic. */
public enum ReviewCode {
  /** A task's confidence is below its accept threshold. Carries the task. */
  LOW_CONFIDENCE,
  /** Image and title do not belong together. */
  MODALITY_MISMATCH,
  /** The image carries no information. */
  NOISY_IMAGE,
  /** The title carries no information. */
  NOISY_TEXT,
  /**
   * Image alone and text alone predict different labels, both with confidence. Carries the task.
   */
  MODALITY_CONFLICT,
  IMAGE_MISSING,
  IMAGE_UNREADABLE,
  TEXT_MISSING,
  /** The seller declared another value for a task that was accepted. Carries the task. */
  DECLARED_VALUE_CONFLICT
}
