package io.cmaclip.lab.chaos;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.List;

/** Labels of a task, most probable first; two whose confidences tie may stand either way round. */
final class Ranking {
  private Ranking() {}

  static Sameness compare(TaskAttribute calm, TaskAttribute seen, String what) {
    List<AlternativeLabel> one = ranked(calm);
    List<AlternativeLabel> other = ranked(seen);
    if (one.size() != other.size()) {
      return Sameness.different(what);
    }
    Sameness sameness = Sameness.SAME;
    for (int i = 0; i < one.size(); i++) {
      if (!Thresholds.isNear(one.get(i).getConfidence(), other.get(i).getConfidence())) {
        return Sameness.different(what);
      }
      if (!one.get(i).getLabel().equals(other.get(i).getLabel())) {
        sameness = sameness.and(tie(one, other, i, what));
      }
    }
    return sameness;
  }

  /** Ranks are compared already, so a label that moved is a tie when it kept its confidence. */
  private static Sameness tie(
      List<AlternativeLabel> one, List<AlternativeLabel> other, int rank, String what) {
    AlternativeLabel moved = other.get(rank);
    for (AlternativeLabel label : one) {
      if (label.getLabel().equals(moved.getLabel())) {
        return Thresholds.isNear(label.getConfidence(), moved.getConfidence())
            ? Sameness.borderline(what)
            : Sameness.different(what);
      }
    }
    // The last rank may tie with a label that is not among those given.
    return rank == one.size() - 1 && rank > 0
        ? Sameness.borderline(what)
        : Sameness.different(what);
  }

  private static List<AlternativeLabel> ranked(TaskAttribute attribute) {
    List<AlternativeLabel> all = new ArrayList<>();
    all.add(new AlternativeLabel(attribute.getLabel(), attribute.getConfidence()));
    all.addAll(attribute.getAlternatives());
    return all;
  }
}
