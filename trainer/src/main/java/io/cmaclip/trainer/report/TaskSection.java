package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.trainer.evaluation.Evaluation;
import io.cmaclip.trainer.evaluation.Measures;
import io.cmaclip.trainer.evaluation.TaskEvaluation;
import io.cmaclip.trainer.metrics.Reliability;
import io.cmaclip.trainer.metrics.RiskCoverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures of the tasks, acceptance by state, calibration, risk by coverage. */
final class TaskSection {
  private static final String AFTER = "#2563eb";
  private static final String BEFORE = "#d4d4d8";

  private TaskSection() {}

  static Html of(Evaluation evaluation) {
    Map<String, TaskEvaluation> tasks = evaluation.tasks();
    Table table =
        Figures.table(
            "task | labelled | majority class | accuracy | 95% interval | macro-F1 | R@P90 | ECE"
                + " before | after scaling");
    tasks.forEach((task, of) -> table.row(task, row(of)));
    List<Html> reliability = new ArrayList<>();
    tasks.forEach((task, of) -> reliability.add(reliability(task, of)));
    return Html.of(
        "<h2>Tasks</h2>%s<p class=\"soft\">R@P90: correct answers in the largest prefix by"
            + " confidence whose precision is at least 0.90, over all labelled. ECE: calibration"
            + " error over 15 bins.</p><h3>What is accepted</h3>%s<h3>Coverage against"
            + " risk</h3>%s<h3>Reliability</h3><p class=\"soft\">Accuracy of answers by confidence:"
            + " blue with the bundle's temperature, gray at temperature 1, dashed: perfect"
            + " calibration.</p>%s",
        table.html(), acceptance(tasks), riskCoverage(tasks), Html.join(reliability));
  }

  private static List<Object> row(TaskEvaluation of) {
    Measures m = of.measures();
    return List.of(
        Figures.count(m.labelled()),
        Figures.share(of.majority()),
        Html.of("<b>%s</b>", Figures.share(m.accuracy())),
        Figures.text("%.3f – %.3f", m.accuracyInterval().low(), m.accuracyInterval().high()),
        Figures.share(m.macroF1()),
        Html.of("<b>%s</b>", Figures.share(m.recallAtP90())),
        Figures.share(m.unscaledEce()),
        Figures.share(m.ece()));
  }

  private static Html acceptance(Map<String, TaskEvaluation> tasks) {
    Table table =
        Figures.table(
            "task | both: share | precision | image alone: share | precision | title alone: share |"
                + " precision");
    tasks.forEach(
        (task, of) -> {
          List<String> cells = new ArrayList<>();
          for (ModalityState state : ModalityState.values()) {
            Measures m = of.states().get(state);
            cells.add(Figures.share(m.acceptedShare()));
            cells.add(Figures.share(m.acceptedPrecision()));
          }
          table.row(task, cells);
        });
    return table.html();
  }

  private static Html riskCoverage(Map<String, TaskEvaluation> tasks) {
    double most =
        tasks.values().stream()
            .flatMap(task -> task.riskCoverage().points().stream())
            .mapToDouble(RiskCoverage.Point::risk)
            .reduce(0.1, Math::max);
    String title = "Share of errors among the most confident";
    Plot plot =
        new Plot(title, 620, 300, Plot.Range.UNIT, new Plot.Range(0, most))
            .xLabel("coverage: share of listings answered");
    int number = 0;
    for (Map.Entry<String, TaskEvaluation> entry : tasks.entrySet()) {
      plot.line(
          Figures.text("%s (mean %.3f)", entry.getKey(), entry.getValue().riskCoverage().area()),
          entry.getValue().riskCoverage().points().stream()
              .map(p -> new Plot.Point(p.coverage(), p.risk()))
              .toList(),
          Plot.colour(number++));
    }
    return plot.dashed(new Plot.Point(0, 0.1), new Plot.Point(1, 0.1)).svg();
  }

  private static Html reliability(String task, TaskEvaluation of) {
    Plot plot =
        new Plot(task, 230, 210, Plot.Range.UNIT, Plot.Range.UNIT)
            .xLabel("confidence")
            .dashed(new Plot.Point(0, 0), new Plot.Point(1, 1));
    int most = of.reliability().stream().mapToInt(Reliability.Bin::items).max().orElse(1);
    for (Reliability.Bin bin : of.reliability()) {
      // A low bar shows the size of the bin: the accuracy of a small bin is uncertain.
      double x = bin.confidence();
      plot.bar(x - 0.025, x + 0.025, 0.2 * bin.items() / most, "#dbeafe");
    }
    List<Plot.Point> before = points(of.unscaledReliability());
    List<Plot.Point> after = points(of.reliability());
    return plot.line("temperature 1", before, BEFORE)
        .dots(before, BEFORE)
        .line("scaled", after, AFTER)
        .dots(after, AFTER)
        .svg();
  }

  private static List<Plot.Point> points(List<Reliability.Bin> bins) {
    return bins.stream().map(b -> new Plot.Point(b.confidence(), b.accuracy())).toList();
  }
}
