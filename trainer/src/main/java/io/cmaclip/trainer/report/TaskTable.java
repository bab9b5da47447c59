package io.cmaclip.trainer.report;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.release.TaskReport;
import java.util.Locale;
import java.util.Map;

/** The measures of a run as a table of plain text. */
public final class TaskTable {
  private TaskTable() {}

  /** One row per task, both modalities; then the means of each state. */
  public static String of(ReleaseReport report) {
    Map<String, TaskReport> both = report.tasks().get(ModalityState.BOTH);
    int width = Math.max(12, both.keySet().stream().mapToInt(String::length).max().orElse(0));
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%-" + width + "s  %8s  %8s  %8s  %6s  %11s  %9s  %9s  %12s%n",
            "task",
            "listings",
            "majority",
            "accuracy",
            "R@P90",
            "ECE raw/cal",
            "threshold",
            "accepted",
            "image weight"));
    both.forEach((task, row) -> table.append(row(width, task, row)));
    report.tasks().forEach((state, rows) -> table.append(mean(width, state, rows)));
    return table.toString();
  }

  private static String row(int width, String task, TaskReport row) {
    return String.format(
        Locale.ROOT,
        "%-" + width + "s  %8d  %8.4f  %8.4f  %6.4f  %.3f/%.3f  %9s  %8.1f%%  %12.3f%n",
        task,
        row.metrics().labelled(),
        row.majority(),
        row.metrics().accuracy(),
        row.metrics().recallAtP90(),
        row.unscaledEce(),
        row.metrics().ece(),
        row.acceptThreshold() == null
            ? "none"
            : String.format(Locale.ROOT, "%.4f", row.acceptThreshold()),
        100 * row.acceptedShare(),
        row.meanImageWeight());
  }

  private static String mean(int width, ModalityState state, Map<String, TaskReport> rows) {
    return String.format(
        Locale.ROOT,
        "%-" + width + "s  %8s  %8.4f  %8.4f  %6.4f%n",
        state == ModalityState.BOTH ? "mean" : state.name().toLowerCase(Locale.ROOT),
        "",
        rows.values().stream().mapToDouble(TaskReport::majority).average().orElse(0),
        rows.values().stream().mapToDouble(r -> r.metrics().accuracy()).average().orElse(0),
        rows.values().stream().mapToDouble(r -> r.metrics().recallAtP90()).average().orElse(0));
  }
}
