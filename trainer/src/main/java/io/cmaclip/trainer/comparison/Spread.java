package io.cmaclip.trainer.comparison;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Statistics of a measure over seeds.
 *
 * @param deviation sample standard deviation; NaN with one seed
 * @param least smallest value
 * @param most largest value
 */
public record Spread(double mean, double deviation, double least, double most, int seeds) {
  /** Of at least one value. */
  public static Spread of(List<Double> values) {
    DoubleSummaryStatistics all = values.stream().mapToDouble(v -> v).summaryStatistics();
    double mean = all.getAverage();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    int n = values.size();
    double deviation = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
    return new Spread(mean, deviation, all.getMin(), all.getMax(), n);
  }

  /** Three digits; with the deviation where there is one. */
  public String text() {
    return seeds < 2
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
