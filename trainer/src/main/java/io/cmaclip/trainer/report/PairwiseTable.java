package io.cmaclip.trainer.report;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.trainer.evaluation.NoiseEvaluation;
import io.cmaclip.trainer.evaluation.PairwiseEvaluation;

/** Two bundles listing by listing, as plain text for the terminal. */
public final class PairwiseTable {
  private static final String ROW = "%-14s%9s%11s%13s%11s%13s%12s%15s%n";

  private PairwiseTable() {}

  /** Two lines a task: listings that only this bundle, and only the other one, gets right. */
  public static String of(PairwiseEvaluation evaluation) {
    ModelIdentity against = evaluation.against();
    String fingerprint = against.fingerprint().substring(0, 12);
    StringBuilder text = new StringBuilder();
    text.append(
        Figures.text(
            "%nagainst %s %s (%s); titles that lack the label's word, and both with it put back%n",
            against.name(), against.version(), fingerprint));
    text.append(
        Figures.text(
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
              String lacks = Figures.share(pair.wordMissing().share());
              text.append(row(task, pair.labelled() + "", lacks, "this", pair.onlyThis()));
              text.append(row("", "", "", "against", pair.onlyAgainst()));
            });
    return text.toString();
  }

  private static String row(
      String task,
      String labelled,
      String lacks,
      String only,
      PairwiseEvaluation.Difference difference) {
    return Figures.text(
        ROW,
        task,
        labelled,
        lacks,
        only,
        difference.listings(),
        share(difference.wordMissing()),
        share(difference.thisWithWord()),
        share(difference.againstWithWord()));
  }

  private static String share(NoiseEvaluation.Rate rate) {
    return rate.listings() == 0 ? "-" : Figures.share(rate.share());
  }
}
