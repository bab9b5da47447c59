package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewItem;

/**
 * Which items a reviewer wants; null for any.
 *
 * @param task a reason for review is about this task
 * @param reason code of a reason
 * @param label proposed label of a task
 */
public record ItemFilter(String task, String reason, String label) {
  /** Every item. */
  public static final ItemFilter ALL = new ItemFilter(null, null, null);

  boolean matches(ReviewItem item) {
    boolean isTask =
        task == null || item.getReasons().stream().anyMatch(found -> task.equals(found.getTask()));
    boolean isReason =
        reason == null
            || item.getReasons().stream().anyMatch(found -> reason.equals(found.getCode().name()));
    boolean isLabel =
        label == null
            || item.getAttributes().getAttributes().stream()
                .anyMatch(found -> label.equals(found.getLabel()));
    return isTask && isReason && isLabel;
  }
}
