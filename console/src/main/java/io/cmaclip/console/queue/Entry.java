package io.cmaclip.console.queue;

import io.cmaclip.console.queue.Verdict.Reference;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An item of the queue, waiting or decided. Applying a decision twice has no effect, so decisions
 * may be applied when they are written and again when they are read. Immutable.
 *
 * @param facts what is known of the item without reading it
 * @param arrivedAt when it came, milliseconds since 1970
 * @param verdict null while it waits
 * @param seen ids of all decisions applied so far
 */
record Entry(ItemFacts facts, long arrivedAt, Verdict verdict, Set<String> seen) {

  static Entry waiting(ItemFacts facts, long arrivedAt) {
    return new Entry(facts, arrivedAt, null, Set.of());
  }

  boolean isWaiting() {
    return verdict == null;
  }

  /** This entry after a decision; an equal one if the decision has no effect. */
  Entry after(ReviewDecision decision) {
    String id = decision.getDecisionId();
    if (id.isEmpty() || seen.contains(id)) {
      return this;
    }
    Verdict next = decision.getKind() == DecisionKind.UNDO ? undone(decision) : decided(decision);
    if (Objects.equals(next, verdict)) {
      return this;
    }
    Set<String> ids = new LinkedHashSet<>(seen);
    ids.add(id);
    return new Entry(facts, arrivedAt, next, ids);
  }

  private Verdict decided(ReviewDecision decision) {
    String mine = facts.contentHash();
    String shown = decision.getContentHash();
    boolean isOtherContent = !mine.isEmpty() && !shown.isEmpty() && !mine.equals(shown);
    boolean isLate = verdict != null && !verdict.leaseId().equals(decision.getLeaseId());
    if (decision.getKind() == DecisionKind.UNKNOWN || isOtherContent || isLate) {
      return verdict;
    }
    List<Reference> references = new ArrayList<>(verdict == null ? List.of() : verdict.decisions());
    references.add(new Reference(decision.getDecisionId(), decision.getTask()));
    return new Verdict(
        decision.getReviewer(),
        decision.getLeaseId(),
        decision.getDecidedAt().toEpochMilli(),
        references);
  }

  private Verdict undone(ReviewDecision undo) {
    if (verdict == null) {
      return null;
    }
    List<Reference> left =
        verdict.decisions().stream()
            .filter(reference -> !reference.decisionId().equals(undo.getUndoes()))
            .toList();
    if (left.size() == verdict.decisions().size()) {
      return verdict;
    }
    return left.isEmpty()
        ? null
        : new Verdict(verdict.reviewer(), verdict.leaseId(), verdict.decidedAt(), left);
  }
}
