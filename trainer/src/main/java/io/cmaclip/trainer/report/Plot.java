package io.cmaclip.trainer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One chart as SVG: lines, bars and a grid over two linear axes. Owned by one thread. */
final class Plot {
  /** A place in the units of the axes. */
  record Point(double x, double y) {}

  private record Named(String name, String colour) {}

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
  private final double lowX;
  private final double highX;
  private final double lowY;
  private final double highY;
  private final String title;
  private final StringBuilder marks = new StringBuilder();
  private final List<Named> legend = new ArrayList<>();
  private String xLabel = "";
  private String xFormat = "%.2f";
  private String yFormat = "%.2f";

  /** An empty chart of this many pixels. */
  Plot(String title, int width, int height, double lowX, double highX, double lowY, double highY) {
    this.title = title;
    this.width = width;
    this.height = height;
    this.lowX = lowX;
    this.highX = highX > lowX ? highX : lowX + 1;
    this.lowY = lowY;
    this.highY = highY > lowY ? highY : lowY + 1;
  }

  /** Both axes from 0 to 1. */
  static Plot unit(String title, int width, int height) {
    return new Plot(title, width, height, 0, 1, 0, 1);
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
    StringBuilder path = new StringBuilder();
    points.forEach(p -> path.append(text("%.1f,%.1f ", x(p.x()), y(p.y()))));
    marks.append(
        text(
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\""
                + " stroke-linejoin=\"round\"/>",
            path.toString().strip(), colour));
    legend.add(new Named(name, colour));
    return this;
  }

  /** Dots with a name in the legend. */
  Plot cloud(String name, List<Point> points, String colour) {
    legend.add(new Named(name, colour));
    return dots(points, colour);
  }

  Plot dots(List<Point> points, String colour) {
    points.forEach(
        p ->
            marks.append(
                text(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.6\" fill=\"%s\"/>",
                    x(p.x()), y(p.y()), colour)));
    return this;
  }

  /** A bar from the lower edge to {@code y}, between two places of the other axis. */
  Plot bar(double fromX, double toX, double toY, String colour) {
    marks.append(
        text(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            x(fromX) + 0.5,
            y(toY),
            Math.max(0.5, x(toX) - x(fromX) - 1),
            Math.max(0, y(lowY) - y(toY)),
            colour));
    return this;
  }

  /** A dashed line between two places. */
  Plot dashed(Point from, Point to) {
    marks.append(
        text(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"dashed\"/>",
            x(from.x()), y(from.y()), x(to.x()), y(to.y())));
    return this;
  }

  /** The finished chart; names of lines stand below it when there are two or more. */
  String svg() {
    StringBuilder names = new StringBuilder();
    int at = LEFT;
    int line = 0;
    if (legend.size() > 1) {
      for (Named named : legend) {
        int room = 22 + LETTER * named.name().length();
        if (at > LEFT && at + room > width) {
          at = LEFT;
          line++;
        }
        int y = height + 8 + LEGEND_LINE * line;
        names.append(
            text(
                "<rect x=\"%d\" y=\"%d\" width=\"11\" height=\"11\" rx=\"2\" fill=\"%s\"/>"
                    + "<text x=\"%d\" y=\"%d\">%s</text>",
                at, y, named.colour(), at + 16, y + 10, Html.escaped(named.name())));
        at += room;
      }
    }
    int whole = height + (legend.size() > 1 ? LEGEND_LINE * (line + 1) + 6 : 0);
    return text(
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\"><text x=\"0\" y=\"14\""
                + " class=\"title\">%s</text>",
            width, whole, width, Html.escaped(title))
        + grid()
        + marks
        + names
        + "</svg>";
  }

  private String grid() {
    StringBuilder grid = new StringBuilder();
    for (int i = 0; i <= STEPS; i++) {
      double value = lowY + (highY - lowY) * i / STEPS;
      grid.append(
          text(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/><text x=\"%d\""
                  + " y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT,
              width - RIGHT,
              y(value),
              y(value),
              LEFT - 6,
              y(value) + 4,
              text(yFormat, value)));
      double place = lowX + (highX - lowX) * i / STEPS;
      grid.append(
          text(
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
              x(place), height - BOTTOM + 16, text(xFormat, place)));
    }
    grid.append(
        text(
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" class=\"axis\">%s</text>",
            (LEFT + width - RIGHT) / 2.0, height - 4, Html.escaped(xLabel)));
    return grid.toString();
  }

  private double x(double value) {
    return LEFT + (width - LEFT - RIGHT) * (value - lowX) / (highX - lowX);
  }

  private double y(double value) {
    return height - BOTTOM - (height - TOP - BOTTOM) * (value - lowY) / (highY - lowY);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
