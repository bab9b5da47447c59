package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.comparison.ComparisonResult;
import io.cmaclip.trainer.comparison.Spread;
import io.cmaclip.trainer.comparison.TrialResult;
import io.cmaclip.trainer.comparison.VariantResult;
import io.cmaclip.trainer.comparison.VariantResult.TaskSpread;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** {@code report.html} of a comparison: one self-contained page without scripts. */
public final class ComparisonPage {
  private ComparisonPage() {}

  public static String of(ComparisonResult result) {
    return Report.page(
        "Comparison",
        Html.of(
            "<p class=\"soft\">Trained on %s, %s; measured on %s, %s. Seeds: %s. Means over the"
                + " seeds ± sample standard deviation.</p><h2>Variants</h2>%s"
                + "<h3>What they cost</h3>%s<h2>Accuracy and recall</h2>%s%s<h2>Tasks</h2>%s%s%s%s",
            result.data().training(),
            result.data().metadata(),
            result.data().test(),
            result.data().metadata(),
            result.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            variants(result),
            costs(result),
            scatter(result, "recall at 90% precision against accuracy", r -> r.recallAtP90()),
            scatter(result, "calibration error against accuracy", r -> r.ece()),
            tasks(result, "accuracy", TaskSpread::accuracy),
            tasks(result, "recall at 90% precision", TaskSpread::recallAtP90),
            tasks(result, "macro-F1", TaskSpread::macroF1),
            tasks(result, "calibration error", TaskSpread::ece)));
  }

  private static Html variants(ComparisonResult result) {
    Table table =
        Figures.table(
            "variant | runs | accuracy |  | against the first | recall at 90% precision | macro-F1"
                + " | calibration error | mismatch AUROC");
    List<VariantResult> all = result.variants();
    double least = all.stream().mapToDouble(v -> v.accuracy().least()).min().orElse(0);
    double most = all.stream().mapToDouble(v -> v.accuracy().most()).max().orElse(0);
    for (VariantResult variant : result.variants()) {
      table.row(
          variant.variant(),
          variant.accuracy().seeds(),
          variant.accuracy().text(),
          bar(variant.accuracy(), least, most),
          ComparisonTable.difference(result, variant),
          variant.recallAtP90().text(),
          variant.macroF1().text(),
          variant.ece().text(),
          variant.mismatchAuroc() == null ? Figures.UNKNOWN : variant.mismatchAuroc().text());
    }
    return table.html();
  }

  private static Html costs(ComparisonResult result) {
    Table table =
        Figures.table(
            "variant | parameters | CPU minutes of training | training listings/s | inference"
                + " listings/s");
    for (VariantResult variant : result.variants()) {
      Double inference = result.inferenceItemsPerSecond().get(variant.variant());
      table.row(
          variant.variant(),
          Figures.count(variant.parameters()),
          Figures.text("%.1f", variant.cpuMinutes().mean()),
          Figures.text("%,.0f", variant.trainingItemsPerSecond().mean()),
          inference == null ? Figures.UNKNOWN : Figures.text("%,.0f", inference));
    }
    return table.html();
  }

  /** The range of the values over the seeds, with a mark at the mean. */
  private static Html bar(Spread spread, double least, double most) {
    double scale = 98 / Math.max(1e-9, most - least);
    return Figures.bar(
        scale * (spread.least() - least),
        scale * (spread.most() - least),
        scale * (spread.mean() - least));
  }

  /** A dot for each run, in its variant's colour. */
  private static Html scatter(
      ComparisonResult result, String title, ToDoubleFunction<TrialResult> of) {
    Plot plot =
        new Plot(title, 520, 320, range(result, TrialResult::accuracy), range(result, of))
            .xLabel("mean accuracy")
            .formats("%.3f", "%.3f");
    int number = 0;
    for (VariantResult variant : result.variants()) {
      List<Plot.Point> points =
          result.runs().stream()
              .filter(r -> r.variant().equals(variant.variant()))
              .map(r -> new Plot.Point(r.accuracy(), of.applyAsDouble(r)))
              .toList();
      plot.cloud(variant.variant(), points, Plot.colour(number++));
    }
    return plot.svg();
  }

  private static Plot.Range range(ComparisonResult result, ToDoubleFunction<TrialResult> of) {
    DoubleSummaryStatistics values = result.runs().stream().mapToDouble(of).summaryStatistics();
    return new Plot.Range(values.getMin(), values.getMax());
  }

  private static Html tasks(
      ComparisonResult result, String measure, Function<TaskSpread, Spread> of) {
    List<String> names = List.copyOf(result.variants().get(0).tasks().keySet());
    List<String> headings = new ArrayList<>(List.of(measure));
    headings.addAll(names);
    Table table = new Table(headings);
    for (VariantResult variant : result.variants()) {
      table.row(
          variant.variant(),
          names.stream().map(name -> of.apply(variant.tasks().get(name)).text()).toList());
    }
    return table.html();
  }
}
