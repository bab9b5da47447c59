package io.cmaclip.console.quality;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;

/**
 * A decision, or an opinion that has no effect on labels.
 *
 * @param id its decisionId
 * @param reviewer who decided
 * @param leaseId groups the decisions about one item
 * @param task empty: the listing was flagged
 * @param label empty: not applicable, or flagged
 * @param isOpinion whether it has no effect on labels
 * @param shown what the reviewer saw
 */
record MadeDecision(
    String id,
    String reviewer,
    String leaseId,
    String task,
    String label,
    boolean isOpinion,
    Shown shown) {
  /** A longer time on screen is a break, in milliseconds. */
  private static final long LONGEST = 10 * 60_000L;

  /**
   * What a reviewer saw.
   *
   * @param proposal the model's label; null without one
   * @param isHidden whether the proposal was hidden
   * @param probability of the audit sample; null for a doubtful item
   * @param millis time on screen, at most 10 minutes
   */
  record Shown(String proposal, boolean isHidden, Double probability, long millis) {}

  static MadeDecision of(ReviewDecision decision) {
    return new MadeDecision(
        decision.getDecisionId(),
        decision.getReviewer(),
        decision.getLeaseId(),
        decision.getTask(),
        decision.getLabel(),
        decision.getKind() == DecisionKind.OPINION,
        new Shown(
            decision.getProposedLabel(),
            decision.getProposalHidden(),
            decision.getSamplingProbability(),
            Math.min(LONGEST, decision.getMillisOnScreen())));
  }

  boolean isFlag() {
    return task.isEmpty();
  }

  /** Whether the reviewer chose the label that the model proposed. */
  boolean isProposal() {
    return label.equals(shown.proposal());
  }
}
