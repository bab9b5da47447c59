package io.cmaclip.trainer.report;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.NoiseEvaluation;
import io.cmaclip.trainer.evaluation.WeightEvaluation;
import io.cmaclip.trainer.metrics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An evaluation as plain text for the terminal. */
public final class EvaluationTable {
  private final Evaluation evaluation;
  private final String first;
  private final StringBuilder text = new StringBuilder();

  private EvaluationTable(Evaluation evaluation) {
    this.evaluation = evaluation;
    this.first = Figures.column(evaluation.tasks().keySet());
  }

  /** Small tables of tasks, acceptance by state, noise, modality weights and slices. */
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
    evaluation
        .tasks()
        .forEach(
            (task, of) -> {
              Measures m = of.measures();
              row(
                  task,
                  Figures.count(m.labelled()),
                  share(of.majority()),
                  share(m.accuracy()),
                  share(m.macroF1()),
                  share(m.recallAtP90()),
                  share(m.unscaledEce()),
                  share(m.ece()));
            });
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
              List<String> cells = new ArrayList<>();
              for (ModalityState state : ModalityState.values()) {
                cells.add(share(of.states().get(state).acceptedShare()));
                cells.add(share(of.states().get(state).acceptedPrecision()));
              }
              row(task, cells.toArray(String[]::new));
            });
  }

  private void noise() {
    NoiseEvaluation noise = evaluation.noise();
    String rates =
        noise.falseAlarms().entrySet().stream()
            .map(rate -> Figures.text("%s %.4f", rate.getKey(), rate.getValue().share()))
            .collect(Collectors.joining(", "));
    line(
        "%nfalse alarms on clean listings: %s (of %,d); for review: %.4f of all",
        rates, noise.cleanListings(), evaluation.review().share());
    String format = "%-40s %8s  %-9s %7s  %7s  %9s";
    line(format, "noise", "listings", "score", "AUROC", "recall", "any alarm");
    NoiseSection.all(noise, "in the data: %s", "made: %s")
        .forEach(
            (name, kind) ->
                line(
                    format,
                    name,
                    Figures.count(kind.listings()),
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
                        (what, change) -> line(first + "  %-17s %s", task, what, change(change))));
  }

  private static String change(WeightEvaluation.Change change) {
    return Figures.text(
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
              line("%naccuracy [95%% interval] by %s", field);
              slices.forEach(
                  (value, slice) -> {
                    text.append(Figures.text(first + "  %,6d", value, slice.listings()));
                    slice.tasks().forEach((task, m) -> text.append(accuracy(task, m)));
                    text.append('\n');
                  });
            });
  }

  private static String accuracy(String task, Measures m) {
    Interval interval = m.accuracyInterval();
    return Figures.text(
        "  %s %.3f [%.3f, %.3f]", task, m.accuracy(), interval.low(), interval.high());
  }

  private void row(String name, String... cells) {
    line(
        first + "  %10s".repeat(cells.length),
        Stream.concat(Stream.of(name), Arrays.stream(cells)).toArray());
  }

  private void line(String format, Object... values) {
    text.append(Figures.text(format, values)).append('\n');
  }

  private static String share(Double value) {
    return value == null ? "none" : Figures.text("%.4f", value);
  }
}
