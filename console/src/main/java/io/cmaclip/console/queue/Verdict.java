package io.cmaclip.console.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reviewer decided about an item, or would decide: the decisions of one transaction.
 *
 * @param reviewer who decided
 * @param leaseId lease under which it was decided; groups the decisions of one transaction
 * @param decidedAt when, milliseconds since 1970
 * @param decisions decisions in force
 */
record Verdict(String reviewer, String leaseId, long decidedAt, List<Reference> decisions) {
  /**
   * A decision about one task; the task is empty if it is about the listing.
   *
   * @param label empty: not applicable
   */
  record Reference(String decisionId, String task, String label) {}

  /** Labels by task. */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    decisions.forEach(decision -> labels.put(decision.task(), decision.label()));
    return labels;
  }

  /** Without a decision; null if none is left, and the same one if it is not among them. */
  Verdict without(String decisionId) {
    List<Reference> left =
        decisions.stream().filter(one -> !one.decisionId().equals(decisionId)).toList();
    if (left.size() == decisions.size()) {
      return this;
    }
    return left.isEmpty() ? null : new Verdict(reviewer, leaseId, decidedAt, left);
  }
}
