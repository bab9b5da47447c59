package io.cmaclip.streams.operations.status;

import io.cmaclip.html.Html;
import io.cmaclip.html.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * Line chart of the last 15 minutes. The SVG contains only lines and scales with the page; all text
 * is HTML, so its size does not scale. Not thread-safe.
 */
final class LineChart {
  /**
   * A point of a line.
   *
   * @param age seconds before now
   * @param value NaN makes a gap
   */
  record Point(double age, double value) {}

  private static final Template CHART = Template.of(LineChart.class, "chart.html");
  private static final int WIDTH = (int) StatusSamples.SPAN.toSeconds();
  private static final int HEIGHT = 100;
  private static final int STEPS = 3;
  private static final double[] ROUND = {1, 2, 5, 10};

  private record Line(String name, String style, List<Point> points) {
    double last() {
      return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).value();
    }
  }

  private final String title;
  private final DoubleFunction<String> figure;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param figure formats the values of the axis
   */
  LineChart(String title, DoubleFunction<String> figure) {
    this.title = title;
    this.figure = figure;
  }

  /**
   * Adds a line.
   *
   * @param style CSS class
   * @param points oldest first
   */
  LineChart line(String name, String style, List<Point> points) {
    lines.add(new Line(name, style, points));
    return this;
  }

  /** The chart, or a sentence if no line has a value. */
  Html html() {
    double highest =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Point::value)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    if (Double.isNaN(highest)) {
      return Html.of(
          "<figure><figcaption><b>%s</b></figcaption><p class=\"soft\">Nothing in the last"
              + " %s minutes.</p></figure>",
          title, StatusSamples.SPAN.toMinutes());
    }
    double top = top(highest);
    return CHART.html(
        Map.of(
            "title", title,
            "legend", legend(),
            "top", figure.apply(top),
            "middle", figure.apply(top / 2),
            "width", WIDTH,
            "height", HEIGHT,
            "grid", grid(),
            "lines", Html.join(lines.stream().map(line -> path(line, top)).toList())));
  }

  private Html legend() {
    return Html.join(
        lines.stream()
            .map(
                line ->
                    Html.of(
                        "<span class=\"key %s\">%s <b>%s</b></span> ",
                        line.style(), line.name(), figure.apply(line.last())))
            .toList());
  }

  private static Html grid() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i <= 2; i++) {
      path.append("M0 ").append(i * HEIGHT / 2).append('h').append(WIDTH);
    }
    for (int i = 0; i <= STEPS; i++) {
      path.append('M').append(i * WIDTH / STEPS).append(" 0v").append(HEIGHT);
    }
    return Html.of("<path class=\"grid\" d=\"%s\"/>", path);
  }

  /** A single value becomes a line of length 0, which round line caps render as a dot. */
  private static Html path(Line line, double top) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (Point point : line.points()) {
      if (!Double.isFinite(point.value()) || point.age() > WIDTH) {
        drawing = false;
        continue;
      }
      path.append(
          String.format(
              Locale.ROOT,
              drawing ? "L%.1f %.1f" : "M%.1f %.1fh0",
              WIDTH - point.age(),
              HEIGHT * (1 - point.value() / top)));
      drawing = true;
    }
    return Html.of("<path class=\"%s\" d=\"%s\"/>", line.style(), path);
  }

  /** The next round number; 1 if all values are 0. */
  private static double top(double highest) {
    if (highest <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(highest)));
    for (double round : ROUND) {
      if (highest <= round * power) {
        return round * power;
      }
    }
    return highest;
  }
}
