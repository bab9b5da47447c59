package io.cmaclip.trainer.report;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.release.TaskReport;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The measures of a training run as plain text. */
public final class TaskTable {
  private TaskTable() {}

  /** One row per task with both modalities, then the means of each state. */
  public static String of(ReleaseReport report) {
    Map<String, TaskReport> both = report.tasks().get(ModalityState.BOTH);
    String first = Figures.column(both.keySet());
    StringBuilder table = new StringBuilder();
    table.append(
        Figures.text(
            first + "  %8s  %8s  %8s  %6s  %11s  %9s  %9s  %12s%n",
            "task",
            "listings",
            "majority",
            "accuracy",
            "R@P90",
            "ECE raw/cal",
            "threshold",
            "accepted",
            "image weight"));
    both.forEach((task, row) -> table.append(row(first, task, row)));
    report.tasks().forEach((state, rows) -> table.append(mean(first, state, rows)));
    return table.toString();
  }

  private static String row(String first, String task, TaskReport row) {
    Double threshold = row.acceptThreshold();
    return Figures.text(
        first + "  %8d  %8.4f  %8.4f  %6.4f  %.3f/%.3f  %9s  %8.1f%%  %12.3f%n",
        task,
        row.metrics().labelled(),
        row.majority(),
        row.metrics().accuracy(),
        row.metrics().recallAtP90(),
        row.unscaledEce(),
        row.metrics().ece(),
        threshold == null ? "none" : Figures.text("%.4f", threshold),
        100 * row.acceptedShare(),
        row.meanImageWeight());
  }

  private static String mean(String first, ModalityState state, Map<String, TaskReport> rows) {
    return Figures.text(
        first + "  %8s  %8.4f  %8.4f  %6.4f%n",
        state == ModalityState.BOTH ? "mean" : state.name().toLowerCase(Locale.ROOT),
        "",
        mean(rows, TaskReport::majority),
        mean(rows, row -> row.metrics().accuracy()),
        mean(rows, row -> row.metrics().recallAtP90()));
  }

  private static double mean(Map<String, TaskReport> rows, ToDoubleFunction<TaskReport> of) {
    return rows.values().stream().mapToDouble(of).average().orElse(0);
  }
}
