package io.cmaclip.trainer.report;

import io.cmaclip.trainer.evaluation.NoiseEvaluation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Noise: ROC curves, and what the shipped thresholds catch. */
final class NoiseSection {
  private static final int CURVES = 7;

  /** Nobody runs a shop with more false alarms than this. */
  private static final double MOST_ALARMS = 0.25;

  private NoiseSection() {}

  static String of(NoiseEvaluation noise) {
    StringBuilder html = new StringBuilder("<h2>Noise</h2>");
    html.append(
        String.format(
            Locale.ROOT,
            "<p>At the bundle's thresholds %.3f of %,d clean listings raise an alarm (mismatch"
                + " %.3f, picture %.3f, title %.3f).%s</p>",
            noise.falseAlarms().get("any").share(),
            noise.cleanListings(),
            noise.falseAlarms().get("mismatch").share(),
            noise.falseAlarms().get("image").share(),
            noise.falseAlarms().get("text").share(),
            noise.recall() == null
                ? ""
                : String.format(
                    Locale.ROOT,
                    " Of %,d noisy ones %.3f do.",
                    noise.recall().listings(),
                    noise.recall().share())));
    Map<String, NoiseEvaluation.Kind> all = new LinkedHashMap<>();
    noise.kinds().forEach((kind, of) -> all.put(kind + " (in the data)", of));
    all.putAll(noise.made());
    Plot plot =
        new Plot("Recall against false alarms, up to a quarter", 620, 340, 0, MOST_ALARMS, 0, 1)
            .xLabel("false alarms among clean listings");
    int number = 0;
    for (Map.Entry<String, NoiseEvaluation.Kind> entry : all.entrySet()) {
      if (entry.getValue().auroc() != null && number < CURVES) {
        plot.line(
            entry.getKey(),
            entry.getValue().roc().stream()
                .filter(p -> p.falseAlarms() <= MOST_ALARMS)
                .map(p -> new Plot.Point(p.falseAlarms(), p.recall()))
                .toList(),
            Plot.colour(number++));
      }
    }
    html.append(plot.dashed(new Plot.Point(0, 0), new Plot.Point(MOST_ALARMS, MOST_ALARMS)).svg());
    HtmlTable table =
        new HtmlTable("noise", "listings", "score", "AUROC", "recall of its alarm", "of any alarm");
    all.forEach(
        (name, of) ->
            table.row(
                name + (of.unseen() && !name.contains("not fitted") ? " (not fitted on)" : ""),
                HtmlTable.count(of.listings()),
                of.score(),
                HtmlTable.share(of.auroc()),
                HtmlTable.share(of.recall().share()),
                HtmlTable.share(of.anyRecall().share())));
    return html.append(table.html()).toString();
  }
}
