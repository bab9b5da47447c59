package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Accuracy of every task by slice, with intervals. */
final class SliceSection {
  private SliceSection() {}

  static Html of(Evaluation evaluation) {
    if (evaluation.slices().isEmpty()) {
      return Html.NOTHING;
    }
    List<Html> tables = new ArrayList<>();
    List<String> tasks = List.copyOf(evaluation.tasks().keySet());
    for (Map.Entry<String, Map<String, Slice>> by : evaluation.slices().entrySet()) {
      tables.add(Html.of("<h3>By %s</h3>%s", by.getKey(), table(by.getValue(), tasks)));
    }
    return Html.of("<h2>Slices</h2>%s", Html.join(tables));
  }

  private static Html table(Map<String, Slice> slices, List<String> tasks) {
    Table table =
        Figures.table(
            "slice | listings | " + String.join(" | ", tasks) + " | false alarms | for review");
    slices.forEach(
        (name, slice) -> {
          List<Object> cells = new ArrayList<>(List.of(Figures.count(slice.listings())));
          tasks.forEach(task -> cells.add(accuracy(slice.tasks().get(task))));
          cells.add(Figures.share(slice.falseAlarms().share()));
          cells.add(Figures.share(slice.review().share()));
          table.row(name, cells);
        });
    return table.html();
  }

  private static Object accuracy(Measures m) {
    return m.labelled() == 0
        ? Figures.UNKNOWN
        : Html.of(
            "%s<br><span class=\"soft\">%s</span>",
            Figures.share(m.accuracy()),
            Figures.text("%.2f – %.2f", m.accuracyInterval().low(), m.accuracyInterval().high()));
  }
}
