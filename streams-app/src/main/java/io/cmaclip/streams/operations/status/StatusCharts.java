package io.cmaclip.streams.operations.status;

import io.cmaclip.html.Html;
import io.cmaclip.streams.operations.status.LineChart.Point;
import io.cmaclip.streams.operations.status.StatusReading.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** The charts of the status page, from differences of successive readings. Not thread-safe. */
final class StatusCharts {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEDIAN = 0.5;
  private static final double NEARLY_ALL = 0.95;

  private final List<StatusReading> readings;

  /**
   * @param readings two or more, oldest first
   */
  StatusCharts(List<StatusReading> readings) {
    this.readings = readings;
  }

  Html html() {
    List<LineChart> charts =
        List.of(
            new LineChart("Listings per second", Figures::number)
                .line("in", "wide", rate(Flow::received))
                .line("labelled", "first", rate(Flow::labelled))
                .line("to review", "second", rate(Flow::reviewed))
                .line("dead-lettered", "bad", rate(Flow::deadLettered)),
            new LineChart("Latency from arrival", Figures::seconds)
                .line("p50", "first", latency(MEDIAN))
                .line("p95", "second", latency(NEARLY_ALL)),
            new LineChart("Listings waiting", Figures::number)
                .line("in flight", "first", now(reading -> reading.waiting().inFlight()))
                .line("queued", "second", now(reading -> reading.waiting().queued())),
            new LineChart("Listings in an inference call", Figures::number)
                .line("mean", "first", mean(StatusReading::batchSize)),
            new LineChart("Time of an inference call", Figures::seconds)
                .line("mean", "first", mean(StatusReading::inferenceCall)));
    return Html.of(
        "<div class=\"charts\">%s</div>", Html.join(charts.stream().map(LineChart::html).toList()));
  }

  private List<Point> rate(ToDoubleFunction<Flow> count) {
    return between(
        (before, after) ->
            (count.applyAsDouble(after.flow()) - count.applyAsDouble(before.flow()))
                * NANOS_PER_SECOND
                / (after.nanos() - before.nanos()));
  }

  private List<Point> latency(double share) {
    return between((before, after) -> after.latency().minus(before.latency()).quantile(share));
  }

  private List<Point> mean(Function<StatusReading, Total> total) {
    return between((before, after) -> total.apply(after).minus(total.apply(before)).mean());
  }

  private List<Point> now(ToDoubleFunction<StatusReading> value) {
    return between((before, after) -> value.applyAsDouble(after));
  }

  private List<Point> between(ToDoubleBiFunction<StatusReading, StatusReading> value) {
    long now = readings.get(readings.size() - 1).nanos();
    List<Point> points = new ArrayList<>();
    for (int i = 1; i < readings.size(); i++) {
      StatusReading after = readings.get(i);
      points.add(
          new Point(
              (now - after.nanos()) / NANOS_PER_SECOND,
              value.applyAsDouble(readings.get(i - 1), after)));
    }
    return points;
  }
}
