package io.cmaclip.streams.operations.status;

import java.util.Map;

/**
 * The meters at one moment. Counts are since the start of the process.
 *
 * @param nanos when, as {@link System#nanoTime}
 * @param latency seconds from arrival
 * @param batchSize listings of forwards
 * @param forward seconds of forwards
 * @param tasks by name
 * @param reasons for review, without those that never were
 * @param deadLetters by reason, without those that never were
 * @param drift index by task, then by measure; NaN before the first window
 * @param circuits state of the named hosts whose circuit is not closed
 * @param shadow listings shown to a shadow by result; empty where there is none
 */
record StatusReading(
    long nanos,
    Flow flow,
    Buckets latency,
    Waiting waiting,
    Total batchSize,
    Total forward,
    Map<String, TaskTotals> tasks,
    Map<Reason, Double> reasons,
    Map<String, Double> deadLetters,
    Map<String, Map<String, Double>> drift,
    Map<String, String> circuits,
    Map<String, Double> shadow) {
  /** Listings by what became of them. */
  record Flow(double received, double labelled, double reviewed, double deadLettered) {}

  /**
   * What waits; NaN before the service is there.
   *
   * @param inFlight listings taken in and not yet forwarded
   * @param queued those of them that wait for a forward
   * @param openHosts image hosts that are given up for now
   */
  record Waiting(double inFlight, double queued, double openHosts) {}

  /**
   * A reason for review.
   *
   * @param task empty where it is none's
   */
  record Reason(String code, String task) {}

  StatusReading {
    tasks = Map.copyOf(tasks);
    reasons = Map.copyOf(reasons);
    deadLetters = Map.copyOf(deadLetters);
    drift = Map.copyOf(drift);
    circuits = Map.copyOf(circuits);
    shadow = Map.copyOf(shadow);
  }
}
