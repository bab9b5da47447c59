package io.cmaclip.model.review;

/**
 * A reason for review.
 *
 * @param task affected task, null when it concerns the listing
 * @param detail one sentence with the figures
 */
public record ReviewReason(ReviewCode code, String task, String detail) {
  /** {@code CODE} or {@code CODE(task)}, the form used in predictions files. */
  public String shortForm() {
    return task == null ? code.name() : code + "(" + task + ")";
  }
}
