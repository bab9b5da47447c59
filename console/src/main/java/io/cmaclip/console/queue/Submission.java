package io.cmaclip.console.queue;

import io.cmaclip.events.DecisionKind;
import java.util.List;

/**
 * All decisions of a reviewer about one item.
 *
 * @param itemId id of the item
 * @param leaseId lease under which it was shown; a repeated submission has the same
 * @param version the answer that was shown
 * @param millisOnScreen how long it was shown
 * @param choices one per task, at least one
 */
public record Submission(
    String itemId, String leaseId, String version, long millisOnScreen, List<Choice> choices) {
  /**
   * A decision about a task.
   *
   * @param task name of the task; empty for FLAG
   * @param kind LABEL, NOT_APPLICABLE or FLAG
   * @param label chosen class; empty unless LABEL
   */
  public record Choice(String task, DecisionKind kind, String label) {}
}
