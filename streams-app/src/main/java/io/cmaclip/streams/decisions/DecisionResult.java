package io.cmaclip.streams.decisions;

import java.util.Locale;

/** Result of a decision. */
public enum DecisionResult {
  /** Its label is in force. */
  APPLIED,
  /** Its label is in force in place of the label of the decision that it names. */
  REPLACED,
  /** The decision that it names is taken back. */
  UNDONE,
  /** Its id is known, so it has no effect. */
  REPEATED,
  /** Another decision about the same task is in force, so it has no effect. */
  CONFLICT,
  /** It is about another content than the current one. */
  STALE,
  /** It is an opinion, which never has an effect. */
  OPINION,
  /** The decision to undo is not in force. */
  NOTHING_TO_UNDO,
  /** No answer is known for its key. */
  UNKNOWN_LISTING,
  /** The model has no such task or label. */
  UNKNOWN_LABEL,
  /** Its kind is newer than this service, or its fields contradict each other. */
  INVALID,
  /** The attributes with its label do not fit into a record, so it is dead-lettered. */
  TOO_LARGE;

  /** Value of the meter's tag. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the labels of the listing have changed. */
  public boolean isChange() {
    return this == APPLIED || this == REPLACED || this == UNDONE;
  }
}
