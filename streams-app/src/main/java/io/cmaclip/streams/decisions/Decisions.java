package io.cmaclip.streams.decisions;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.model.prediction.TaskPrediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of decisions: the first decision about a task stays until it is undone, replaced by a
 * decision that names it, or the content of the listing changes. Stateless.
 */
public final class Decisions {
  private static final int MAX_ID_CHARS = 256;

  /**
   * A decision with its result.
   *
   * @param listing the listing afterwards; null if it is not changed
   */
  public record Decided(DecisionResult result, LabelledListing listing) {
    private static Decided unchanged(DecisionResult result) {
      return new Decided(result, null);
    }
  }

  private Decisions() {}

  /**
   * Decides.
   *
   * @param listing the listing of the decision's key; null if it has no answer
   * @param classes classes of the current model by task; empty if not known
   */
  public static Decided decide(
      LabelledListing listing, ReviewDecision decision, Map<String, List<String>> classes) {
    if (decision.getKind() == DecisionKind.OPINION) {
      return Decided.unchanged(DecisionResult.OPINION);
    }
    if (!isValid(decision)) {
      return Decided.unchanged(DecisionResult.INVALID);
    }
    if (listing == null) {
      return Decided.unchanged(DecisionResult.UNKNOWN_LISTING);
    }
    if (listing.decisionIds().contains(decision.getDecisionId())) {
      return Decided.unchanged(DecisionResult.REPEATED);
    }
    Optional<HumanLabel> inForce = listing.label(decision.getTask());
    boolean isNamed =
        inForce.isPresent()
            && !inForce.get().decisionId().isEmpty()
            && inForce.get().decisionId().equals(decision.getUndoes());
    if (decision.getKind() == DecisionKind.UNDO) {
      return isNamed
          ? new Decided(
              DecisionResult.UNDONE, listing.without(decision.getTask(), decision.getDecisionId()))
          : Decided.unchanged(DecisionResult.NOTHING_TO_UNDO);
    }
    if (!isAboutContent(listing, decision)) {
      return Decided.unchanged(DecisionResult.STALE);
    }
    if (!isKnown(listing, decision, classes)) {
      return Decided.unchanged(DecisionResult.UNKNOWN_LABEL);
    }
    if (inForce.isPresent() != (decision.getUndoes() != null)
        || (inForce.isPresent() && !isNamed)) {
      return Decided.unchanged(DecisionResult.CONFLICT);
    }
    HumanLabel label =
        new HumanLabel(
            decision.getTask(), decision.getKind(), decision.getLabel(), decision.getDecisionId());
    return new Decided(
        inForce.isPresent() ? DecisionResult.REPLACED : DecisionResult.APPLIED,
        listing.with(label));
  }

  private static boolean isValid(ReviewDecision decision) {
    boolean hasTask = !decision.getTask().isEmpty();
    boolean hasLabel = !decision.getLabel().isEmpty();
    boolean isIdShort = decision.getDecisionId().length() <= MAX_ID_CHARS;
    return isIdShort
        && switch (decision.getKind()) {
          case LABEL -> hasTask && hasLabel;
          case NOT_APPLICABLE -> hasTask && !hasLabel;
          case FLAG -> !hasTask && !hasLabel;
          case UNDO -> decision.getUndoes() != null;
          case OPINION, UNKNOWN -> false;
        };
  }

  private static boolean isAboutContent(LabelledListing listing, ReviewDecision decision) {
    if (!decision.getContentHash().isEmpty()) {
      return decision.getContentHash().equals(listing.content().hex());
    }
    Instant shown = decision.getListingUpdatedAt();
    return shown.equals(Instant.EPOCH) || shown.equals(listing.last().updatedAt());
  }

  private static boolean isKnown(
      LabelledListing listing, ReviewDecision decision, Map<String, List<String>> classes) {
    if (decision.getKind() == DecisionKind.FLAG) {
      return true;
    }
    Optional<TaskPrediction> shown =
        Optional.ofNullable(listing.last().answer().prediction()).stream()
            .flatMap(prediction -> prediction.tasks().stream())
            .filter(task -> task.task().equals(decision.getTask()))
            .findFirst();
    if (classes.isEmpty()) {
      return shown.isPresent();
    }
    List<String> labels = classes.get(decision.getTask());
    if (decision.getKind() == DecisionKind.NOT_APPLICABLE) {
      return shown.isPresent() || labels != null;
    }
    // The reviewer may have seen the answer of a former model.
    return (labels != null && labels.contains(decision.getLabel()))
        || shown.filter(task -> hasLabel(task, decision.getLabel())).isPresent();
  }

  private static boolean hasLabel(TaskPrediction task, String label) {
    return task.label().equals(label)
        || task.alternatives().stream().anyMatch(other -> other.label().equals(label));
  }
}
