package io.cmaclip.console.queue;

import io.cmaclip.console.queue.Verdict.Reference;
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
 * @param opinions opinions, oldest first; they have no effect on labels
 * @param seen ids of all decisions applied so far
 */
record Entry(
    ItemFacts facts, long arrivedAt, Verdict verdict, List<Verdict> opinions, Set<String> seen) {

  static Entry waiting(ItemFacts facts, long arrivedAt) {
    return new Entry(facts, arrivedAt, null, List.of(), Set.of());
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
    Verdict next = verdict;
    List<Verdict> given = opinions;
    switch (decision.getKind()) {
      case UNDO -> {
        next = verdict == null ? null : verdict.without(decision.getUndoes());
        given =
            opinions.stream()
                .map(opinion -> opinion.without(decision.getUndoes()))
                .filter(Objects::nonNull)
                .toList();
      }
      case OPINION -> given = opined(decision);
      case LABEL, NOT_APPLICABLE, FLAG -> next = decided(decision);
      case UNKNOWN -> {}
    }
    if (Objects.equals(next, verdict) && given.equals(opinions)) {
      return this;
    }
    Set<String> ids = new LinkedHashSet<>(seen);
    ids.add(id);
    return new Entry(facts, arrivedAt, next, given, ids);
  }

  private Verdict decided(ReviewDecision decision) {
    boolean isLate = verdict != null && !verdict.leaseId().equals(decision.getLeaseId());
    return isOtherContent(decision) || isLate ? verdict : with(verdict, decision);
  }

  private List<Verdict> opined(ReviewDecision decision) {
    if (isOtherContent(decision)) {
      return opinions;
    }
    List<Verdict> next = new ArrayList<>(opinions);
    Verdict same = null;
    for (Verdict opinion : opinions) {
      if (opinion.leaseId().equals(decision.getLeaseId())) {
        same = opinion;
      }
    }
    if (same == null) {
      next.add(with(null, decision));
    } else {
      next.set(opinions.indexOf(same), with(same, decision));
    }
    return next;
  }

  private boolean isOtherContent(ReviewDecision decision) {
    String mine = facts.contentHash();
    String shown = decision.getContentHash();
    return !mine.isEmpty() && !shown.isEmpty() && !mine.equals(shown);
  }

  private static Verdict with(Verdict former, ReviewDecision decision) {
    List<Reference> references = new ArrayList<>(former == null ? List.of() : former.decisions());
    references.add(
        new Reference(decision.getDecisionId(), decision.getTask(), decision.getLabel()));
    return new Verdict(
        decision.getReviewer(),
        decision.getLeaseId(),
        decision.getDecidedAt().toEpochMilli(),
        references);
  }
}
