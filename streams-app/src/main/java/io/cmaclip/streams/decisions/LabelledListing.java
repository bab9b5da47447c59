package io.cmaclip.streams.decisions;

import io.cmaclip.streams.unchanged.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last answer of a key with the labels that reviewers have set for its content.
 *
 * @param labels at most one per task
 * @param decisionIds ids of the last decisions that had an effect, oldest first
 */
public record LabelledListing(LastAnswer last, List<HumanLabel> labels, List<String> decisionIds) {
  /** A repeated decision has no effect if no more than this many others lie between. */
  static final int MAX_DECISION_IDS = 128;

  public LabelledListing {
    labels = List.copyOf(labels);
    decisionIds = List.copyOf(decisionIds);
  }

  /** A listing without labels. */
  public LabelledListing(LastAnswer last) {
    this(last, List.of(), List.of());
  }

  /** Hash of the content that the labels are for. */
  public Hash content() {
    return last.content();
  }

  /** Whether this content drops labels. */
  public boolean isStale(Hash content) {
    return !labels.isEmpty() && !content.equals(content());
  }

  /** The listing after another answer. Labels stay if the content is the same. */
  public LabelledListing answered(LastAnswer next) {
    return new LabelledListing(
        next, next.content().equals(content()) ? labels : List.of(), decisionIds);
  }

  Optional<HumanLabel> label(String task) {
    return labels.stream().filter(label -> label.task().equals(task)).findFirst();
  }

  /** The listing with a label in place of the one of the same task. */
  LabelledListing with(HumanLabel label) {
    List<HumanLabel> all =
        Stream.concat(
                labels.stream().filter(other -> !other.task().equals(label.task())),
                Stream.of(label))
            .toList();
    return new LabelledListing(last, all, decisionIds).knows(label.decisionId());
  }

  /** The listing without the label of a task. */
  LabelledListing without(String task, String undoId) {
    List<HumanLabel> others = labels.stream().filter(other -> !other.task().equals(task)).toList();
    return new LabelledListing(last, others, decisionIds).knows(undoId);
  }

  private LabelledListing knows(String decisionId) {
    if (decisionId.isEmpty()) {
      return this;
    }
    List<String> ids = new ArrayList<>(decisionIds);
    ids.add(decisionId);
    int tooMany = Math.max(0, ids.size() - MAX_DECISION_IDS);
    return new LabelledListing(last, labels, ids.subList(tooMany, ids.size()));
  }
}
