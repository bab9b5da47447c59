package io.cmaclip.trainer.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Line charts as SVG, one line per series over the numbers 1, 2, 3 ... */
final class CurveChart {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 240;
  private static final int MARGIN = 44;
  private static final List<String> COLOURS =
      List.of("#1f5fbf", "#c2410c", "#15803d", "#7e22ce", "#b45309", "#0e7490", "#be123c");

  private CurveChart() {}

  static String svg(String title, Map<String, List<Double>> series) {
    double low =
        series.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(0);
    double high =
        series.values().stream()
            .flatMap(List::stream)
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    double span = high > low ? high - low : 1;
    int most = series.values().stream().mapToInt(List::size).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\"><text x=\"%d\" y=\"16\""
                + " class=\"title\">%s</text>",
            WIDTH,
            HEIGHT + 20 * series.size(),
            WIDTH,
            MARGIN,
            title));
    for (double share : new double[] {0, 0.5, 1}) {
      double y = HEIGHT - MARGIN + share * (2 * MARGIN - HEIGHT);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/><text x=\"2\""
                  + " y=\"%.1f\">%.3f</text>",
              MARGIN,
              WIDTH - 8,
              y,
              y,
              y + 4,
              low + share * span));
    }
    int number = 0;
    for (Map.Entry<String, List<Double>> entry : series.entrySet()) {
      String colour = COLOURS.get(number % COLOURS.size());
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < entry.getValue().size(); i++) {
        double x = MARGIN + (WIDTH - 8.0 - MARGIN) * i / Math.max(1, most - 1);
        double y =
            HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * (entry.getValue().get(i) - low) / span;
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      svg.append(
          String.format(
              Locale.ROOT,
              "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/><text"
                  + " x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
              points,
              colour,
              MARGIN,
              HEIGHT + 16 * number,
              colour,
              Html.escaped(entry.getKey())));
      number++;
    }
    return svg.append("</svg>").toString();
  }
}
