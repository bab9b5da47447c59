package io.cmaclip.lab.bench;

import java.util.List;
import java.util.stream.IntStream;

/** Listings per second of service and predictors alone, measured in turn. */
public record Pairs(List<Double> servicePerSecond, List<Double> predictorPerSecond) {
  public Pairs {
    servicePerSecond = List.copyOf(servicePerSecond);
    predictorPerSecond = List.copyOf(predictorPerSecond);
  }

  /** Median over the pairs of service divided by predictors. */
  double ratio() {
    return median(ratios(servicePerSecond, predictorPerSecond));
  }

  /** What was measured in turn, each divided by the other. */
  static List<Double> ratios(List<Double> numerators, List<Double> denominators) {
    return IntStream.range(0, numerators.size())
        .mapToObj(i -> numerators.get(i) / denominators.get(i))
        .toList();
  }

  /** Of at least one number. */
  static double median(List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
