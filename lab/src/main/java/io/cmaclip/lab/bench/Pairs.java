package io.cmaclip.lab.bench;

import io.cmaclip.trainer.metrics.Medians;
import java.util.List;

/** Listings per second of service and predictors alone, measured in turn. */
public record Pairs(List<Double> servicePerSecond, List<Double> predictorPerSecond) {
  public Pairs {
    servicePerSecond = List.copyOf(servicePerSecond);
    predictorPerSecond = List.copyOf(predictorPerSecond);
  }

  /** Median over the pairs of service divided by predictors. */
  double ratio() {
    return Medians.ofRatios(servicePerSecond, predictorPerSecond, 1);
  }
}
