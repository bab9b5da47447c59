package io.cmaclip.lab.chaos;

import io.cmaclip.events.AlternativeLabel;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.List;

/** Compares the ranked labels of a task; labels with equal confidence may swap ranks. */
record Ranking(Thresholds thresholds) {
  ComparisonResult compare(TaskAttribute reference, TaskAttribute seen, String what) {
    List<AlternativeLabel> one = ranked(reference);
    List<AlternativeLabel> other = ranked(seen);
    if (one.size() != other.size()) {
      return ComparisonResult.different(what);
    }
    ComparisonResult result = ComparisonResult.SAME;
    for (int i = 0; i < one.size(); i++) {
      if (!thresholds.isNear(one.get(i).getConfidence(), other.get(i).getConfidence())) {
        return ComparisonResult.different(what);
      }
      if (!one.get(i).getLabel().equals(other.get(i).getLabel())) {
        result = result.and(tie(one, other, i, what));
      }
    }
    return result;
  }

  /** A label that changed its rank but kept its confidence is tied. */
  private ComparisonResult tie(
      List<AlternativeLabel> one, List<AlternativeLabel> other, int rank, String what) {
    AlternativeLabel moved = other.get(rank);
    for (AlternativeLabel label : one) {
      if (label.getLabel().equals(moved.getLabel())) {
        return thresholds.isNear(label.getConfidence(), moved.getConfidence())
            ? ComparisonResult.borderline(what)
            : ComparisonResult.different(what);
      }
    }
    // The last rank may tie with a label beyond the list.
    return rank == one.size() - 1 && rank > 0
        ? ComparisonResult.borderline(what)
        : ComparisonResult.different(what);
  }

  private static List<AlternativeLabel> ranked(TaskAttribute attribute) {
    List<AlternativeLabel> all = new ArrayList<>();
    all.add(new AlternativeLabel(attribute.getLabel(), attribute.getConfidence()));
    all.addAll(attribute.getAlternatives());
    return all;
  }
}
