package io.cmaclip.lab.bench;

import io.cmaclip.trainer.metrics.Medians;
import java.util.List;

/** Listings per second of the service and of the predictors without Kafka, alternating. */
public record Pairs(List<Double> servicePerSecond, List<Double> predictorPerSecond) {
  public Pairs {
    servicePerSecond = List.copyOf(servicePerSecond);
    predictorPerSecond = List.copyOf(predictorPerSecond);
  }

  /** Median over the pairs of service rate divided by predictor rate. */
  double ratio() {
    return Medians.ofRatios(servicePerSecond, predictorPerSecond, 1);
  }
}
