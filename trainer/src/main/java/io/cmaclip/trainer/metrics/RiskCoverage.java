package io.cmaclip.trainer.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Risk-coverage curve: the share of errors (risk) among the most confident share of answers
 * (coverage).
 *
 * @param points by ascending coverage, up to coverage 1; empty without labels
 * @param area mean risk over the coverages 1/n, 2/n, ... 1 (lower is better)
 */
public record RiskCoverage(List<Point> points, double area) {
  private static final int MOST_POINTS = 40;

  /**
   * One operating point.
   *
   * @param coverage share of labelled items that are answered, above 0 to 1
   * @param risk share of errors among the answered items
   * @param confidence lowest confidence among the answered items
   */
  public record Point(double coverage, double risk, double confidence) {}

  public RiskCoverage {
    points = List.copyOf(points);
  }

  /** The curve of answers in file order; equal confidences keep that order. */
  public static RiskCoverage of(List<Answer> answers) {
    List<Answer> ordered =
        answers.stream().sorted(Comparator.comparingDouble(Answer::confidence).reversed()).toList();
    int total = ordered.size();
    List<Point> points = new ArrayList<>();
    double area = 0;
    int wrong = 0;
    for (int n = 1; n <= total; n++) {
      wrong += ordered.get(n - 1).correct() ? 0 : 1;
      double risk = (double) wrong / n;
      area += risk / total;
      boolean shown = n * MOST_POINTS / total != (n - 1) * MOST_POINTS / total;
      if (shown || total <= MOST_POINTS) {
        points.add(new Point((double) n / total, risk, ordered.get(n - 1).confidence()));
      }
    }
    return new RiskCoverage(points, area);
  }
}
