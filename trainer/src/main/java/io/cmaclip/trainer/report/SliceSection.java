package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accuracy of every task by slice, with intervals. */
final class SliceSection {
  private SliceSection() {}

  static String of(Evaluation evaluation) {
    if (evaluation.slices().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<h2>Slices</h2>");
    evaluation
        .slices()
        .forEach(
            (field, slices) ->
                html.append("<h3>By ")
                    .append(Html.escaped(field))
                    .append("</h3>")
                    .append(table(slices, List.copyOf(evaluation.tasks().keySet()))));
    return html.toString();
  }

  private static String table(Map<String, Slice> slices, List<String> tasks) {
    List<String> headings = new ArrayList<>(List.of("slice", "listings"));
    tasks.forEach(task -> headings.add(Html.escaped(task)));
    headings.addAll(List.of("false alarms", "for review"));
    HtmlTable table = new HtmlTable(headings.toArray(String[]::new));
    slices.forEach(
        (name, slice) -> {
          List<String> cells = new ArrayList<>(List.of(HtmlTable.count(slice.listings())));
          for (String task : tasks) {
            Measures m = slice.tasks().get(task);
            cells.add(
                m.labelled() == 0
                    ? HtmlTable.share(null)
                    : HtmlTable.share(m.accuracy())
                        + String.format(
                            Locale.ROOT,
                            "<br><span class=\"soft\">%.2f &ndash; %.2f</span>",
                            m.accuracyInterval().low(),
                            m.accuracyInterval().high()));
          }
          cells.add(HtmlTable.share(slice.falseAlarms().share()));
          cells.add(HtmlTable.share(slice.review().share()));
          table.row(name, cells.toArray(String[]::new));
        });
    return table.html();
  }

  /** Accuracy as a mark on its interval, on a bar from 0 to 1. */
  static String interval(Measures m) {
    return String.format(
        Locale.ROOT,
        "<span class=\"bar\"><i style=\"left:%.1f%%;width:%.1f%%\"></i><u"
            + " style=\"left:%.1f%%\"></u></span>",
        100 * m.accuracyInterval().low(),
        100 * (m.accuracyInterval().high() - m.accuracyInterval().low()),
        Math.min(98, 100 * m.accuracy()));
  }
}
