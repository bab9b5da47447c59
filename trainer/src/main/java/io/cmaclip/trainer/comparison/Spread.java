package io.cmaclip.trainer.comparison;

import java.util.List;
import java.util.Locale;

/**
 * A figure over seeds.
 *
 * @param deviation sample standard deviation; NaN with one seed
 * @param least smallest value
 * @param most largest value
 */
public record Spread(double mean, double deviation, double least, double most, int seeds) {
  /** Of at least one value. */
  static Spread of(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(
        mean,
        values.size() < 2 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)),
        values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        values.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        values.size());
  }

  /** Three digits; with the deviation where there is one. */
  public String text() {
    return seeds < 2
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f ± %.3f", mean, deviation);
  }
}
