package io.cmaclip.streams.decisions;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewPriority;
import io.cmaclip.model.review.ReviewReason;
import io.cmaclip.streams.review.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the labels of reviewers in place of the model's. Stateless. */
public final class HumanLabels {
  private HumanLabels() {}

  /**
   * Sets the labels in an event. Labels of tasks that the model does not have are left out, unless
   * it gave no answer at all.
   */
  public static void set(ListingAttributes event, List<HumanLabel> labels) {
    boolean isUnanswered = event.getAttributes().isEmpty();
    for (HumanLabel label : labels) {
      Optional<TaskAttribute> answer =
          event.getAttributes().stream()
              .filter(attribute -> attribute.getTask().equals(label.task()))
              .findFirst();
      if (answer.isPresent()) {
        set(answer.get(), label);
      } else if (isUnanswered && !label.isFlag()) {
        TaskAttribute added = TaskAttribute.newBuilder().setTask(label.task()).setLabel("").build();
        set(added, label);
        event.getAttributes().add(added);
      }
    }
  }

  private static void set(TaskAttribute attribute, HumanLabel label) {
    List<AlternativeLabel> others = new ArrayList<>();
    if (!attribute.getLabel().isEmpty()) {
      others.add(new AlternativeLabel(attribute.getLabel(), attribute.getConfidence()));
    }
    others.addAll(attribute.getAlternatives());
    others.removeIf(other -> other.getLabel().equals(label.label()));
    attribute.setAlternatives(others);
    attribute.setLabel(label.label());
    attribute.setConfidence(1);
    attribute.setAccepted(label.kind() == DecisionKind.LABEL);
    attribute.setSource(LabelSource.HUMAN);
    attribute.setDecisionId(label.decisionId());
  }

  /**
   * The review of an answer that has these labels in place of the model's. A reviewer has answered
   * the reasons about a labelled task; if all tasks are labelled or the listing is flagged, also
   * the reasons about the listing.
   */
  public static Review answered(Review review, List<HumanLabel> labels) {
    if (labels.isEmpty() || !review.isWanted()) {
      return review;
    }
    if (labels.stream().anyMatch(HumanLabel::isFlag) || areAllDecided(review, labels)) {
      return with(review, List.of());
    }
    return with(
        review,
        review.reasons().stream()
            .filter(
                reason -> labels.stream().noneMatch(label -> label.task().equals(reason.task())))
            .toList());
  }

  /** The review of a listing whose labels are dropped because its content has changed. */
  public static Review stale(Review review, List<HumanLabel> dropped) {
    List<ReviewReason> reasons = new ArrayList<>(review.reasons());
    for (HumanLabel label : dropped) {
      if (!label.isFlag()) {
        String what = label.label().isEmpty() ? "not applicable" : "\"" + label.label() + "\"";
        reasons.add(
            new ReviewReason(
                ReviewCode.HUMAN_LABEL_STALE,
                label.task(),
                "title or images have changed since a reviewer decided on " + what));
      }
    }
    return reasons.size() == review.reasons().size() ? review : with(review, reasons);
  }

  private static boolean areAllDecided(Review review, List<HumanLabel> labels) {
    return review.prediction() == null
        || review.prediction().tasks().stream()
            .allMatch(task -> labels.stream().anyMatch(label -> label.task().equals(task.task())));
  }

  private static Review with(Review review, List<ReviewReason> reasons) {
    return new Review(
        review.prediction(), reasons, ReviewPriority.of(reasons, review.prediction()));
  }
}
