package io.cmaclip.trainer.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** ROC curve: recall by rate of false alarms. */
public final class RocCurve {
  private static final int MOST_POINTS = 60;

  private RocCurve() {}

  /**
   * One threshold; scores at or above it count as positive.
   *
   * @param falseAlarms share of the negatives, 0 to 1
   * @param recall share of the positives, 0 to 1
   */
  public record Point(double falseAlarms, double recall) {}

  /** The thinned curve from (0, 0) to (1, 1); both arrays hold at least one score. */
  public static List<Point> of(double[] positives, double[] negatives) {
    double[] up = sorted(positives);
    double[] down = sorted(negatives);
    List<Point> all = new ArrayList<>(List.of(new Point(0, 0)));
    int p = up.length;
    int n = down.length;
    while (p > 0 || n > 0) {
      double threshold = Math.max(p > 0 ? up[p - 1] : -1, n > 0 ? down[n - 1] : -1);
      while (p > 0 && up[p - 1] >= threshold) {
        p--;
      }
      while (n > 0 && down[n - 1] >= threshold) {
        n--;
      }
      all.add(new Point(1 - (double) n / down.length, 1 - (double) p / up.length));
    }
    List<Point> points = new ArrayList<>();
    double least = 1.0 / MOST_POINTS;
    for (Point point : all) {
      Point last = points.isEmpty() ? null : points.get(points.size() - 1);
      boolean far =
          last == null
              || point.falseAlarms() - last.falseAlarms() >= least
              || point.recall() - last.recall() >= least;
      if (far) {
        points.add(point);
      }
    }
    points.add(new Point(1, 1));
    return points;
  }

  private static double[] sorted(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
