package io.cmaclip.streams.decisions;

import io.cmaclip.events.DecisionKind;

/**
 * A label that a reviewer has set, or a flag.
 *
 * @param task empty for a flag
 * @param kind LABEL, NOT_APPLICABLE or FLAG
 * @param label empty unless the kind is LABEL
 * @param decisionId may be empty
 */
public record HumanLabel(String task, DecisionKind kind, String label, String decisionId) {
  /** Whether it flags the listing instead of setting a label. */
  public boolean isFlag() {
    return kind == DecisionKind.FLAG;
  }
}
