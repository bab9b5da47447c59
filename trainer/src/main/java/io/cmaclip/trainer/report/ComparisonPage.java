package io.cmaclip.trainer.report;

import io.cmaclip.trainer.comparison.ComparisonResult;
import io.cmaclip.trainer.comparison.Spread;
import io.cmaclip.trainer.comparison.TrialResult;
import io.cmaclip.trainer.comparison.VariantResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** {@code report.html} of a comparison: one page without network, scripts or other files. */
public final class ComparisonPage {
  private ComparisonPage() {}

  public static String of(ComparisonResult result) {
    StringBuilder html = new StringBuilder(PageHead.of("Comparison"));
    html.append(
        String.format(
            Locale.ROOT,
            "<p class=\"soft\">Trained on %s, %s; measured on %s, %s. Seeds: %s. Means over the seeds"
                + " &plusmn; sample standard deviation.</p>",
            Html.escaped(result.data().training()),
            Html.escaped(result.data().metadata()),
            Html.escaped(result.data().test()),
            Html.escaped(result.data().metadata()),
            result.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    html.append("<h2>Variants</h2>").append(variants(result));
    html.append("<h3>What they cost</h3>").append(costs(result));
    html.append("<h2>Accuracy and recall</h2>");
    html.append(scatter(result, "recall at 90% precision against accuracy", r -> r.recallAtP90()));
    html.append(scatter(result, "calibration error against accuracy", r -> r.ece()));
    html.append("<h2>Tasks</h2>");
    tasks(result, html, "accuracy", VariantResult.TaskSpread::accuracy);
    tasks(result, html, "recall at 90% precision", VariantResult.TaskSpread::recallAtP90);
    tasks(result, html, "macro-F1", VariantResult.TaskSpread::macroF1);
    tasks(result, html, "calibration error", VariantResult.TaskSpread::ece);
    return html.append("</body></html>\n").toString();
  }

  private static String variants(ComparisonResult result) {
    HtmlTable table =
        new HtmlTable(
            "variant",
            "runs",
            "accuracy",
            "",
            "against the first",
            "recall at 90% precision",
            "macro-F1",
            "calibration error",
            "mismatch AUROC");
    double least = extreme(result, true);
    double most = extreme(result, false);
    for (VariantResult variant : result.variants()) {
      table.row(
          variant.variant(),
          String.valueOf(variant.accuracy().seeds()),
          variant.accuracy().text(),
          bar(variant.accuracy(), least, most),
          ComparisonTable.difference(result, variant),
          variant.recallAtP90().text(),
          variant.macroF1().text(),
          variant.ece().text(),
          variant.mismatchAuroc() == null ? "&ndash;" : variant.mismatchAuroc().text());
    }
    return table.html();
  }

  private static String costs(ComparisonResult result) {
    HtmlTable table =
        new HtmlTable(
            "variant",
            "parameters",
            "CPU minutes of training",
            "training listings/s",
            "inference listings/s");
    for (VariantResult variant : result.variants()) {
      Double inference = result.inferenceItemsPerSecond().get(variant.variant());
      table.row(
          variant.variant(),
          String.format(Locale.ROOT, "%,d", variant.parameters()),
          String.format(Locale.ROOT, "%.1f", variant.cpuMinutes().mean()),
          String.format(Locale.ROOT, "%,.0f", variant.trainingItemsPerSecond().mean()),
          inference == null ? "&ndash;" : String.format(Locale.ROOT, "%,.0f", inference));
    }
    return table.html();
  }

  private static double extreme(ComparisonResult result, boolean least) {
    return result.variants().stream()
        .mapToDouble(v -> least ? v.accuracy().least() : v.accuracy().most())
        .reduce(least ? Math::min : Math::max)
        .orElse(0);
  }

  /** From the smallest to the largest value over the seeds, with a mark at the mean. */
  private static String bar(Spread spread, double least, double most) {
    double width = Math.max(1e-9, most - least);
    return String.format(
        Locale.ROOT,
        "<span class=\"bar\"><i style=\"left:%.1f%%;width:%.1f%%\"></i><u style=\"left:%.1f%%\"></u>"
            + "</span>",
        98 * (spread.least() - least) / width,
        98 * (spread.most() - spread.least()) / width,
        98 * (spread.mean() - least) / width);
  }

  /** A dot for each run, in its variant's colour. */
  private static String scatter(
      ComparisonResult result, String title, ToDoubleFunction<TrialResult> of) {
    double[] x = result.runs().stream().mapToDouble(TrialResult::accuracy).sorted().toArray();
    double[] y = result.runs().stream().mapToDouble(of).sorted().toArray();
    Plot plot =
        new Plot(title, 520, 320, x[0], x[x.length - 1], y[0], y[y.length - 1])
            .xLabel("mean accuracy")
            .formats("%.3f", "%.3f");
    int number = 0;
    for (VariantResult variant : result.variants()) {
      List<Plot.Point> points =
          result.runs().stream()
              .filter(r -> r.variant().equals(variant.variant()))
              .map(r -> new Plot.Point(r.accuracy(), of.applyAsDouble(r)))
              .toList();
      String colour = Plot.colour(number++);
      plot.cloud(variant.variant(), points, colour);
    }
    return plot.svg();
  }

  private static void tasks(
      ComparisonResult result,
      StringBuilder html,
      String measure,
      Function<VariantResult.TaskSpread, Spread> of) {
    List<String> names = List.copyOf(result.variants().get(0).tasks().keySet());
    String[] headings = new String[names.size() + 1];
    headings[0] = measure;
    for (int i = 0; i < names.size(); i++) {
      headings[i + 1] = Html.escaped(names.get(i));
    }
    HtmlTable table = new HtmlTable(headings);
    for (VariantResult variant : result.variants()) {
      Map<String, VariantResult.TaskSpread> tasks = variant.tasks();
      table.row(
          variant.variant(),
          names.stream().map(name -> of.apply(tasks.get(name)).text()).toArray(String[]::new));
    }
    html.append(table.html());
  }
}
