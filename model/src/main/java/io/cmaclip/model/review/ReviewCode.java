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
  DECLARED_VALUE_CONFLICT,
  /**
   * Title or images have changed since a reviewer set the label. Carries the task. Set by the
   * service, not by the policy.
   */
  HUMAN_LABEL_STALE,
  /** The listing belongs to the random sample of all answers. Set by the service. */
  AUDIT,
  /** An operator sent the listing to review. Set by the service. */
  REQUESTED
}
