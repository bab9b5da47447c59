package io.cmaclip.trainer.report;

import io.cmaclip.html.Html;
import io.cmaclip.html.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A chart as SVG: lines, dots and bars over two linear axes. Used by one thread. */
final class Plot {
  /** A point in the units of the axes. */
  record Point(double x, double y) {}

  /** Range of an axis; an empty one becomes one unit wide. */
  record Range(double low, double high) {
    static final Range UNIT = new Range(0, 1);

    Range {
      high = high > low ? high : low + 1;
    }

    double at(double share) {
      return low + (high - low) * share;
    }

    double share(double value) {
      return (value - low) / (high - low);
    }
  }

  private record Named(String name, String colour) {}

  private static final Template PLOT = Template.of(Plot.class, "plot.svg");
  private static final int LEFT = 46;
  private static final int RIGHT = 18;
  private static final int TOP = 28;
  private static final int BOTTOM = 38;
  private static final int LEGEND_LINE = 18;
  private static final int LETTER = 7;
  private static final int STEPS = 4;
  private static final List<String> COLOURS =
      List.of(
          "#2563eb", "#ea580c", "#16a34a", "#9333ea", "#0891b2", "#be123c", "#a16207", "#4b5563",
          "#f472b6", "#84cc16", "#1e3a8a", "#f59e0b", "#14b8a6", "#7f1d1d", "#a78bfa");

  private final int width;
  private final int height;
  private final Range x;
  private final Range y;
  private final String title;
  private final List<Html> marks = new ArrayList<>();
  private final List<Named> legend = new ArrayList<>();
  private String xLabel = "";
  private String xFormat = "%.2f";
  private String yFormat = "%.2f";

  /** Width and height are in pixels. */
  Plot(String title, int width, int height, Range x, Range y) {
    this.title = title;
    this.width = width;
    this.height = height;
    this.x = x;
    this.y = y;
  }

  /** The n-th colour of the palette, from 0. */
  static String colour(int n) {
    return COLOURS.get(n % COLOURS.size());
  }

  Plot xLabel(String label) {
    xLabel = label;
    return this;
  }

  Plot formats(String x, String y) {
    xFormat = x;
    yFormat = y;
    return this;
  }

  Plot line(String name, List<Point> points, String colour) {
    marks.add(
        Html.of(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
                + " stroke-linejoin=\"round\"/>",
            points.stream().map(p -> x(p.x()) + "," + y(p.y())).collect(Collectors.joining(" ")),
            colour));
    legend.add(new Named(name, colour));
    return this;
  }

  /** Dots with an entry in the legend. */
  Plot cloud(String name, List<Point> points, String colour) {
    legend.add(new Named(name, colour));
    return dots(points, colour);
  }

  Plot dots(List<Point> points, String colour) {
    for (Point p : points) {
      marks.add(
          Html.of(
              "<circle cx=\"%s\" cy=\"%s\" r=\"2.6\" fill=\"%s\"/>", x(p.x()), y(p.y()), colour));
    }
    return this;
  }

  /** A bar from the lower edge to {@code toY}. */
  Plot bar(double fromX, double toX, double toY, String colour) {
    marks.add(
        Html.of(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>",
            pixels(placeX(fromX) + 0.5),
            y(toY),
            pixels(Math.max(0.5, placeX(toX) - placeX(fromX) - 1)),
            pixels(Math.max(0, placeY(y.low()) - placeY(toY))),
            colour));
    return this;
  }

  Plot dashed(Point from, Point to) {
    marks.add(
        Html.of(
            "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"dashed\"/>",
            x(from.x()), y(from.y()), x(to.x()), y(to.y())));
    return this;
  }

  /** The chart, with a legend below it when there are two names or more. */
  Html svg() {
    List<Html> names = new ArrayList<>();
    int at = LEFT;
    int top = height + 8;
    for (Named named : legend.size() > 1 ? legend : List.<Named>of()) {
      int room = 22 + LETTER * named.name().length();
      if (at > LEFT && at + room > width) {
        at = LEFT;
        top += LEGEND_LINE;
      }
      names.add(
          Html.of(
              "<rect x=\"%s\" y=\"%s\" width=\"11\" height=\"11\" rx=\"2\" fill=\"%s\"/>"
                  + "<text x=\"%s\" y=\"%s\">%s</text>",
              at, top, named.colour(), at + 16, top + 10, named.name()));
      at += room;
    }
    return PLOT.html(
        Map.ofEntries(
            Map.entry("width", width),
            Map.entry("height", names.isEmpty() ? height : top + LEGEND_LINE - 2),
            Map.entry("title", title),
            Map.entry("grid", grid()),
            Map.entry("middle", pixels((LEFT + width - RIGHT) / 2.0)),
            Map.entry("bottom", height - 4),
            Map.entry("label", xLabel),
            Map.entry("marks", Html.join(marks)),
            Map.entry("legend", Html.join(names))));
  }

  private Html grid() {
    List<Html> grid = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double value = y.at((double) i / STEPS);
      double place = x.at((double) i / STEPS);
      grid.add(
          Html.of(
              "<line x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\" class=\"grid\"/>"
                  + "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>"
                  + "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">%s</text>",
              LEFT,
              width - RIGHT,
              y(value),
              y(value),
              LEFT - 6,
              pixels(placeY(value) + 4),
              Figures.text(yFormat, value),
              x(place),
              height - BOTTOM + 16,
              Figures.text(xFormat, place)));
    }
    return Html.join(grid);
  }

  private double placeX(double value) {
    return LEFT + (width - LEFT - RIGHT) * x.share(value);
  }

  private double placeY(double value) {
    return height - BOTTOM - (height - TOP - BOTTOM) * y.share(value);
  }

  private String x(double value) {
    return pixels(placeX(value));
  }

  private String y(double value) {
    return pixels(placeY(value));
  }

  private static String pixels(double value) {
    return Figures.text("%.1f", value);
  }
}
