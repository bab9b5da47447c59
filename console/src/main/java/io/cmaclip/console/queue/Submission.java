package io.cmaclip.console.queue;

import io.cmaclip.events.DecisionKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  /** Chosen labels by task; empty: not applicable. */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    choices.forEach(choice -> labels.put(choice.task(), choice.label()));
    return labels;
  }

  /**
   * A decision about a task.
   *
   * @param task name of the task; empty for FLAG
   * @param kind LABEL, NOT_APPLICABLE or FLAG
   * @param label chosen class; empty unless LABEL
   */
  public record Choice(String task, DecisionKind kind, String label) {}
}
