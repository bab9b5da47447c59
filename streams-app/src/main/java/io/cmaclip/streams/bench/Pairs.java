package io.cmaclip.streams.bench;

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
    double[] ratios =
        IntStream.range(0, servicePerSecond.size())
            .mapToDouble(i -> servicePerSecond.get(i) / predictorPerSecond.get(i))
            .sorted()
            .toArray();
    int middle = ratios.length / 2;
    return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
  }
}
