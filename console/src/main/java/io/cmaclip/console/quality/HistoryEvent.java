package io.cmaclip.console.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened to a listing.
 *
 * @param at milliseconds since 1970
 * @param kind what happened
 * @param who the reviewer; for {@link Kind#ANSWERED} name and version of the model
 * @param leaseId lease of the decisions; empty without one
 * @param choices the answers, or the decisions of one lease
 */
public record HistoryEvent(long at, Kind kind, String who, String leaseId, List<Choice> choices) {
  /** Kinds. */
  public enum Kind {
    /** An answer of the model came for review. */
    ANSWERED,
    /** A reviewer decided. */
    DECIDED,
    /** A reviewer took decisions back. */
    UNDONE
  }

  /**
   * The label of a task.
   *
   * @param task empty: the listing itself was flagged
   * @param label empty: not applicable
   */
  public record Choice(String task, String label) {}

  public HistoryEvent {
    choices = List.copyOf(choices);
  }

  HistoryEvent plus(Choice choice) {
    List<Choice> all = new ArrayList<>(choices);
    all.add(choice);
    return new HistoryEvent(at, kind, who, leaseId, all);
  }
}
