package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.WeightEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Modality weights: their distribution, and their change under perturbations. */
final class WeightSection {
  private static final List<String> CHANGES =
      List.of(
          "wordTakenOut", "pictureCorrupted", "titleCorrupted", "pictureSwapped", "titleSwapped");

  private WeightSection() {}

  static Html of(Evaluation evaluation) {
    List<Html> histograms = new ArrayList<>();
    Table table =
        Figures.table(
            "task | mean weight | word taken out | image corrupted | title corrupted | image"
                + " swapped | title swapped");
    evaluation
        .modalityWeights()
        .forEach(
            (task, of) -> {
              histograms.add(histogram(task, of));
              List<Object> cells = new ArrayList<>();
              cells.add(Figures.share(of.states().get("all").imageWeight()));
              CHANGES.forEach(what -> cells.add(change(what, of.paired().get(what))));
              table.row(task, cells);
            });
    return Html.of(
        "<h2>Modality weights</h2><p class=\"soft\">Weight of the image in the modality-wise"
            + " attention, 0 to 1. It explains an answer; it does not detect noise.</p>%s"
            + "<h3>The same listings before and after</h3><p class=\"soft\">Mean change of the"
            + " image's weight ± its standard error, on clean listings with both modalities."
            + " Expected: up without the label's word, down with a corrupted image, up with a"
            + " corrupted title.</p>%s<h3>By state of the listing</h3>%s",
        Html.join(histograms), table.html(), states(evaluation.modalityWeights()));
  }

  private static Html states(Map<String, WeightEvaluation> weights) {
    List<String> headings = new ArrayList<>(List.of("task"));
    weights.values().stream()
        .findFirst()
        .ifPresent(of -> of.states().keySet().forEach(key -> headings.add(heading(key))));
    Table table = new Table(headings);
    weights.forEach(
        (task, of) ->
            table.row(task, of.states().values().stream().map(WeightSection::state).toList()));
    return table.html();
  }

  private static String heading(String state) {
    return switch (state) {
      case "wordInTitle" -> "label's word in title";
      case "wordNotInTitle" -> "not in title";
      case "none" -> "clean";
      default -> state;
    };
  }

  private static Object state(WeightEvaluation.Mean mean) {
    return mean.listings() == 0
        ? Figures.UNKNOWN
        : Html.of(
            "%s <span class=\"soft\">(%s)</span>",
            Figures.share(mean.imageWeight()), Figures.count(mean.listings()));
  }

  private static Object change(String what, WeightEvaluation.Change change) {
    if (change.listings() == 0) {
      return Figures.UNKNOWN;
    }
    boolean expected =
        switch (what) {
          case "wordTakenOut", "titleCorrupted" -> change.change() > 0;
          default -> change.change() < 0;
        };
    boolean judged = !what.endsWith("Swapped");
    return Html.of(
        "<span class=\"%s\">%s</span> ± %s",
        !judged ? "soft" : expected ? "good" : "bad",
        Figures.text("%+.3f", change.change()),
        Figures.share(change.error()));
  }

  private static Html histogram(String task, WeightEvaluation of) {
    int bins = of.histogram().size();
    int most = of.histogram().stream().mapToInt(n -> n).max().orElse(1);
    Plot plot =
        new Plot(task, 230, 170, Plot.Range.UNIT, new Plot.Range(0, Math.max(1, most)))
            .xLabel("weight of the image")
            .formats("%.2f", "%.0f");
    for (int i = 0; i < bins; i++) {
      plot.bar((double) i / bins, (i + 1.0) / bins, of.histogram().get(i), "#60a5fa");
    }
    return plot.svg();
  }
}
