package io.cmaclip.trainer.metrics;

import java.util.List;
import java.util.stream.IntStream;

/** Medians of repeated measurements. */
public final class Medians {
  private Medians() {}

  public static double of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Median of {@code factor * a / b} of each round. */
  public static double ofRatios(List<Double> a, List<Double> b, double factor) {
    return of(IntStream.range(0, a.size()).mapToObj(i -> factor * a.get(i) / b.get(i)).toList());
  }
}
