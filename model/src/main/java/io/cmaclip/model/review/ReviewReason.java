package io.cmaclip.model.review;

/**
 * One reason for review.
 *
 * @param task the task it is about, null when it is about the listing
 * @param detail one sentence with the figures that led to it
 */
public record ReviewReason(ReviewCode code, String task, String detail) {
  /** {@code CODE} or {@code CODE(task)}, the form used in predictions files. */
  public String shortForm() {
    return task == null ? code.name() : code + "(" + task + ")";
  }
}
