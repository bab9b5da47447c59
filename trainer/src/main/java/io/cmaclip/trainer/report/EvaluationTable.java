package io.cmaclip.trainer.report;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.NoiseEvaluation;
import io.cmaclip.trainer.evaluation.TaskEvaluation;
import io.cmaclip.trainer.evaluation.WeightEvaluation;
import java.util.Locale;
import java.util.Map;

/** An evaluation as plain text for the terminal. */
public final class EvaluationTable {
  private final Evaluation evaluation;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private EvaluationTable(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.width =
        Math.max(12, evaluation.tasks().keySet().stream().mapToInt(String::length).max().orElse(0));
  }

  /** Tasks, acceptance by state, noise, modality weights, slices; each a small table. */
  public static String of(Evaluation evaluation) {
    EvaluationTable table = new EvaluationTable(evaluation);
    table.tasks();
    table.acceptance();
    table.noise();
    table.weights();
    table.slices();
    return table.text.toString();
  }

  private void tasks() {
    row("task", "labelled", "majority", "accuracy", "macro-F1", "R@P90", "ECE raw", "ECE");
    for (Map.Entry<String, TaskEvaluation> entry : evaluation.tasks().entrySet()) {
      Measures m = entry.getValue().measures();
      row(
          entry.getKey(),
          number("%,d", m.labelled()),
          share(entry.getValue().majority()),
          share(m.accuracy()),
          share(m.macroF1()),
          share(m.recallAtP90()),
          share(m.unscaledEce()),
          share(m.ece()));
    }
    Evaluation.Means mean = evaluation.mean();
    row(
        "mean",
        "",
        "",
        share(mean.accuracy()),
        share(mean.macroF1()),
        share(mean.recallAtP90()),
        share(mean.unscaledEce()),
        share(mean.ece()));
  }

  private void acceptance() {
    text.append("\naccepted share / precision of what is accepted\n");
    row("task", "both", "", "image only", "", "text only", "");
    evaluation
        .tasks()
        .forEach(
            (task, of) -> {
              Measures both = of.states().get(ModalityState.BOTH);
              Measures image = of.states().get(ModalityState.IMAGE_ONLY);
              Measures title = of.states().get(ModalityState.TEXT_ONLY);
              row(
                  task,
                  share(both.acceptedShare()),
                  share(both.acceptedPrecision()),
                  share(image.acceptedShare()),
                  share(image.acceptedPrecision()),
                  share(title.acceptedShare()),
                  share(title.acceptedPrecision()));
            });
  }

  private void noise() {
    NoiseEvaluation noise = evaluation.noise();
    text.append('\n');
    noise
        .falseAlarms()
        .forEach(
            (score, rate) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%s%s %.4f",
                        score.equals("any") ? "false alarms on clean listings: " : ", ",
                        score,
                        rate.share())));
    text.append(
        String.format(
            Locale.ROOT,
            " (of %,d); for review: %.4f of all%n",
            noise.cleanListings(),
            evaluation.review().share()));
    text.append(
        String.format(
            Locale.ROOT,
            "%-40s %8s  %-9s %7s  %7s  %9s%n",
            "noise",
            "listings",
            "score",
            "AUROC",
            "recall",
            "any alarm"));
    noise.kinds().forEach((kind, of) -> noiseRow("in the data: " + kind, of));
    noise.made().forEach((kind, of) -> noiseRow("made: " + kind, of));
  }

  private void noiseRow(String name, NoiseEvaluation.Kind kind) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-40s %,8d  %-9s %7s  %7s  %9s%n",
            name + (kind.unseen() && !name.contains("not fitted") ? " (not fitted on)" : ""),
            kind.listings(),
            kind.score(),
            share(kind.auroc()),
            share(kind.recall().share()),
            share(kind.anyRecall().share())));
  }

  private void weights() {
    text.append("\nmean image weight before and after, the same clean listings (change ± error)\n");
    evaluation
        .modalityWeights()
        .forEach(
            (task, weights) ->
                weights
                    .paired()
                    .forEach(
                        (what, change) ->
                            text.append(
                                String.format(
                                    Locale.ROOT,
                                    "%-" + width + "s  %-17s %s%n",
                                    task,
                                    what,
                                    change(change)))));
  }

  private static String change(WeightEvaluation.Change change) {
    return String.format(
        Locale.ROOT,
        "%,6d  %.4f -> %.4f  (%+.4f ± %.4f)  raised in %.3f",
        change.listings(),
        change.before(),
        change.after(),
        change.change(),
        change.error(),
        change.raised());
  }

  private void slices() {
    evaluation
        .slices()
        .forEach(
            (field, slices) -> {
              text.append('\n').append("accuracy [95% interval] by ").append(field).append('\n');
              slices.forEach(
                  (value, slice) -> {
                    text.append(String.format(Locale.ROOT, "%-" + width + "s  ", value));
                    text.append(String.format(Locale.ROOT, "%,6d", slice.listings()));
                    slice
                        .tasks()
                        .forEach(
                            (task, m) ->
                                text.append(
                                    String.format(
                                        Locale.ROOT,
                                        "  %s %.3f [%.3f, %.3f]",
                                        task,
                                        m.accuracy(),
                                        m.accuracyInterval().low(),
                                        m.accuracyInterval().high())));
                    text.append('\n');
                  });
            });
  }

  private void row(String first, String... cells) {
    text.append(String.format(Locale.ROOT, "%-" + width + "s", first));
    for (String cell : cells) {
      text.append(String.format(Locale.ROOT, "  %10s", cell));
    }
    text.append('\n');
  }

  private static String number(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String share(Double value) {
    return value == null ? "none" : number("%.4f", value);
  }
}
