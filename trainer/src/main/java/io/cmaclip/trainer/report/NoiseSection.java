package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.evaluation.NoiseEvaluation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Noise: ROC curves, and recall at the thresholds of the bundle. */
final class NoiseSection {
  private static final int CURVES = 7;

  /** Higher rates of false alarms are of no practical use. */
  private static final double MOST_ALARMS = 0.25;

  private NoiseSection() {}

  static Html of(NoiseEvaluation noise) {
    Map<String, NoiseEvaluation.Kind> all = all(noise, "%s (in the data)", "%s");
    Plot plot =
        new Plot(
                "Recall against false alarms, up to a quarter",
                620,
                340,
                new Plot.Range(0, MOST_ALARMS),
                Plot.Range.UNIT)
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
    Table table =
        Figures.table("noise | listings | score | AUROC | recall of its alarm | of any alarm");
    all.forEach(
        (name, of) ->
            table.row(
                name,
                Figures.count(of.listings()),
                of.score(),
                Figures.share(of.auroc()),
                Figures.share(of.recall().share()),
                Figures.share(of.anyRecall().share())));
    return Html.of(
        "<h2>Noise</h2><p>%s</p>%s%s",
        summary(noise),
        plot.dashed(new Plot.Point(0, 0), new Plot.Point(MOST_ALARMS, MOST_ALARMS)).svg(),
        table.html());
  }

  /** All kinds of noise by name; the formats name kinds of the data and kinds made from it. */
  static Map<String, NoiseEvaluation.Kind> all(NoiseEvaluation noise, String data, String made) {
    Map<String, NoiseEvaluation.Kind> all = new LinkedHashMap<>();
    noise.kinds().forEach((kind, of) -> all.put(Figures.text(data, kind), of));
    noise
        .made()
        .forEach(
            (kind, of) -> {
              boolean mark = of.unseen() && !kind.contains("not fitted");
              all.put(Figures.text(made, kind) + (mark ? " (not fitted on)" : ""), of);
            });
    return all;
  }

  private static String summary(NoiseEvaluation noise) {
    String clean =
        Figures.text(
            "At the bundle's thresholds %.3f of %,d clean listings raise an alarm (mismatch %.3f,"
                + " image %.3f, title %.3f).",
            noise.falseAlarms().get("any").share(),
            noise.cleanListings(),
            noise.falseAlarms().get("mismatch").share(),
            noise.falseAlarms().get("image").share(),
            noise.falseAlarms().get("text").share());
    return noise.recall() == null
        ? clean
        : clean
            + Figures.text(
                " Of %,d noisy ones %.3f do.", noise.recall().listings(), noise.recall().share());
  }
}
