package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.WeightEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Modality weights: how they lie, and what moves them. */
final class WeightSection {
  private static final List<String> WORDS =
      List.of(
          "wordTakenOut", "pictureCorrupted", "titleCorrupted", "pictureSwapped", "titleSwapped");

  private WeightSection() {}

  static String of(Evaluation evaluation) {
    StringBuilder html =
        new StringBuilder(
            "<h2>Modality weights</h2><p class=\"soft\">Weight of the picture in the modality-wise"
                + " attention, 0 to 1. It explains an answer; it does not detect noise.</p>");
    evaluation.modalityWeights().forEach((task, of) -> html.append(histogram(task, of)));
    html.append(
        "<h3>The same listings before and after</h3><p class=\"soft\">Mean change of the picture's"
            + " weight &plusmn; its standard error, on clean listings with both modalities."
            + " Expected: up without the label's word, down with a corrupted picture, up with a"
            + " corrupted title.</p>");
    HtmlTable table =
        new HtmlTable(
            "task",
            "mean weight",
            "word taken out",
            "picture corrupted",
            "title corrupted",
            "picture swapped",
            "title swapped");
    evaluation
        .modalityWeights()
        .forEach(
            (task, of) -> {
              String[] cells = new String[1 + WORDS.size()];
              cells[0] = HtmlTable.share(of.states().get("all").imageWeight());
              for (int i = 0; i < WORDS.size(); i++) {
                cells[1 + i] = change(WORDS.get(i), of.paired().get(WORDS.get(i)));
              }
              table.row(task, cells);
            });
    html.append(table.html());
    html.append("<h3>By state of the listing</h3>").append(states(evaluation));
    return html.toString();
  }

  private static String states(Evaluation evaluation) {
    Map<String, WeightEvaluation> weights = evaluation.modalityWeights();
    List<String> keys =
        weights.isEmpty()
            ? List.of()
            : List.copyOf(weights.values().iterator().next().states().keySet());
    String[] headings = new String[1 + keys.size()];
    headings[0] = "task";
    for (int i = 0; i < keys.size(); i++) {
      headings[1 + i] =
          switch (keys.get(i)) {
            case "all" -> "all";
            case "wordInTitle" -> "label's word in title";
            case "wordNotInTitle" -> "not in title";
            case "none" -> "clean";
            default -> Html.escaped(keys.get(i));
          };
    }
    HtmlTable table = new HtmlTable(headings);
    weights.forEach(
        (task, of) ->
            table.row(
                task,
                of.states().values().stream()
                    .map(
                        mean ->
                            mean.listings() == 0
                                ? HtmlTable.share(null)
                                : HtmlTable.share(mean.imageWeight())
                                    + " <span class=\"soft\">("
                                    + HtmlTable.count(mean.listings())
                                    + ")</span>")
                    .toArray(String[]::new)));
    return table.html();
  }

  private static String change(String what, WeightEvaluation.Change change) {
    if (change.listings() == 0) {
      return HtmlTable.share(null);
    }
    boolean expected =
        switch (what) {
          case "wordTakenOut", "titleCorrupted" -> change.change() > 0;
          default -> change.change() < 0;
        };
    boolean judged = !what.endsWith("Swapped");
    return String.format(
        Locale.ROOT,
        "<span class=\"%s\">%+.3f</span> &plusmn; %.3f",
        !judged ? "soft" : expected ? "good" : "bad",
        change.change(),
        change.error());
  }

  private static String histogram(String task, WeightEvaluation of) {
    int bins = of.histogram().size();
    int most = of.histogram().stream().mapToInt(n -> n).max().orElse(1);
    Plot plot =
        new Plot(task, 230, 170, 0, 1, 0, Math.max(1, most))
            .xLabel("weight of the picture")
            .formats("%.2f", "%.0f");
    for (int i = 0; i < bins; i++) {
      plot.bar((double) i / bins, (i + 1.0) / bins, of.histogram().get(i), "#60a5fa");
    }
    return plot.svg();
  }
}
