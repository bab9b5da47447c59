package io.cmaclip.streams.operations.status;

import java.util.Map;

/**
 * A reading of the meters. Counts are since the start of the process.
 *
 * @param nanos time of the reading, as {@link System#nanoTime}
 * @param latency seconds from arrival
 * @param batchSize listings per inference call
 * @param inferenceCall seconds per inference call
 * @param tasks by name
 * @param reasons review reasons with a count above 0
 * @param deadLetters by reason, counts above 0
 * @param drift index by task, then by measure; NaN before the first window
 * @param circuitBreakers states that are not closed, by host
 * @param shadow listings of the shadow model by result; empty without a shadow model
 */
record StatusReading(
    long nanos,
    Flow flow,
    Buckets latency,
    Waiting waiting,
    Total batchSize,
    Total inferenceCall,
    Map<String, TaskTotals> tasks,
    Map<Reason, Double> reasons,
    Map<String, Double> deadLetters,
    Map<String, Map<String, Double>> drift,
    Map<String, String> circuitBreakers,
    Map<String, Double> shadow) {
  /** Numbers of listings by outcome. */
  record Flow(double received, double labelled, double reviewed, double deadLettered) {}

  /**
   * Waiting listings; NaN before the service has started.
   *
   * @param inFlight listings received and not yet forwarded
   * @param queued listings that wait for an inference call
   * @param openHosts image hosts whose circuit breaker is open
   */
  record Waiting(double inFlight, double queued, double openHosts) {}

  /**
   * A reason for review.
   *
   * @param task empty for listing-level reasons
   */
  record Reason(String code, String task) {}

  StatusReading {
    tasks = Map.copyOf(tasks);
    reasons = Map.copyOf(reasons);
    deadLetters = Map.copyOf(deadLetters);
    drift = Map.copyOf(drift);
    circuitBreakers = Map.copyOf(circuitBreakers);
    shadow = Map.copyOf(shadow);
  }
}
