package io.cmaclip.console.queue;

import java.util.List;

/**
 * What a reviewer decided about an item: the decisions of one transaction.
 *
 * @param reviewer who decided
 * @param leaseId lease under which it was decided; groups the decisions of one transaction
 * @param decidedAt when, milliseconds since 1970
 * @param decisions decisions in force
 */
record Verdict(String reviewer, String leaseId, long decidedAt, List<Reference> decisions) {
  /** A decision about one task; the task is empty if it is about the listing. */
  record Reference(String decisionId, String task) {}
}
