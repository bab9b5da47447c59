package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.PairwiseEvaluation;
import java.util.Locale;

/** Two bundles listing by listing, as plain text for the terminal. */
public final class PairwiseTable {
  private static final String ROW = "%-14s%9s%11s%13s%11s%13s%12s%15s%n";

  private PairwiseTable() {}

  /** Two lines a task: what only this bundle answers right, then what only the other one does. */
  public static String of(PairwiseEvaluation evaluation) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%nagainst %s %s (%s); titles that lack the label's word, and both with it put back%n",
            evaluation.against().name(),
            evaluation.against().version(),
            evaluation.against().fingerprint().substring(0, 12)));
    text.append(
        String.format(
            ROW,
            "task",
            "labelled",
            "word lacks",
            "right only",
            "listings",
            "word lacks",
            "this right",
            "against right"));
    evaluation
        .tasks()
        .forEach(
            (task, pair) -> {
              String lacks = share(pair.wordMissing().share());
              row(text, task, pair.labelled() + "", lacks, "this", pair.onlyThis());
              row(text, "", "", "", "against", pair.onlyAgainst());
            });
    return text.toString();
  }

  private static void row(
      StringBuilder text,
      String task,
      String labelled,
      String lacks,
      String only,
      PairwiseEvaluation.Difference difference) {
    boolean asked = difference.thisWithWord().listings() > 0;
    text.append(
        String.format(
            ROW,
            task,
            labelled,
            lacks,
            only,
            difference.listings(),
            difference.listings() == 0 ? "-" : share(difference.wordMissing().share()),
            asked ? share(difference.thisWithWord().share()) : "-",
            asked ? share(difference.againstWithWord().share()) : "-"));
  }

  private static String share(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
