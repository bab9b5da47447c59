package io.cmaclip.console.queue;

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
}
