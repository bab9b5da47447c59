package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Table;
import io.cmaclip.trainer.release.ReleaseReport;
import io.cmaclip.trainer.stages.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Size and duration of a training run, and curves of each stage. */
final class RunSection {
  private RunSection() {}

  static Html of(ReleaseReport report) {
    Map<String, List<EpochRecord>> stages = new LinkedHashMap<>();
    report.history().forEach(e -> stages.computeIfAbsent(e.stage(), s -> new ArrayList<>()).add(e));
    List<Html> curves = new ArrayList<>();
    stages.forEach((stage, epochs) -> curves.add(curves(stage, epochs)));
    Table noise = new Table("measure", "");
    report.noise().forEach((key, value) -> noise.row(key, Figures.text("%.4f", value)));
    return Html.of(
        "<h2>Training</h2><p>%s</p>%s<h3>Fit of the noise scores</h3>%s",
        Figures.text(
            "%,d training and %,d validation listings, %,d parameters; %.1f minutes, %.1f CPU"
                + " minutes.",
            report.trainingListings(),
            report.validationListings(),
            report.parameters(),
            report.wallMinutes(),
            report.cpuMinutes()),
        Html.join(curves),
        noise.html());
  }

  private static Html curves(String stage, List<EpochRecord> epochs) {
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    losses.put("loss", values(epochs, EpochRecord::loss));
    losses.put("tasks", values(epochs, EpochRecord::tasks));
    losses.put("contrastive", values(epochs, EpochRecord::contrastive));
    Map<String, List<Double>> validation = new LinkedHashMap<>();
    boolean classifies = !epochs.get(0).accuracy().isEmpty();
    validation.put(
        classifies ? "mean accuracy" : "own title nearest of 256",
        values(epochs, EpochRecord::validation));
    for (String task : epochs.get(0).accuracy().keySet()) {
      validation.put(task, values(epochs, e -> e.accuracy().get(task)));
    }
    return Html.join(plot(stage + ": loss", losses), plot(stage + ": validation", validation));
  }

  private static List<Double> values(List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> of) {
    return epochs.stream().map(of::applyAsDouble).toList();
  }

  private static Html plot(String title, Map<String, List<Double>> series) {
    List<Double> all = series.values().stream().flatMap(List::stream).toList();
    double low = all.stream().mapToDouble(v -> v).min().orElse(0);
    double high = all.stream().mapToDouble(v -> v).max().orElse(1);
    int epochs = series.values().iterator().next().size();
    Plot plot =
        new Plot(title, 480, 250, new Plot.Range(1, Math.max(2, epochs)), new Plot.Range(low, high))
            .xLabel("epoch")
            .formats("%.0f", "%.3f");
    int number = 0;
    for (Map.Entry<String, List<Double>> entry : series.entrySet()) {
      List<Plot.Point> points = new ArrayList<>();
      for (int i = 0; i < entry.getValue().size(); i++) {
        points.add(new Plot.Point(i + 1, entry.getValue().get(i)));
      }
      String colour = Plot.colour(number++);
      plot.line(entry.getKey(), points, colour);
      if (points.size() < 3) {
        plot.dots(points, colour);
      }
    }
    return plot.svg();
  }
}
