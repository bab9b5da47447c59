package io.cmaclip.lab.bench;

import java.util.List;

/**
 * Result of {@code bench scale}; the JSON of {@code --json}.
 *
 * @param cpuGrowth CPU time per listing with the most processes relative to one, minus 1
 * @param idealPerSecond of one simulated GPU
 * @param guarantee of all services
 */
public record ScaleBenchResult(
    List<Step> steps,
    double cpuGrowth,
    Rebalance rebalance,
    double idealPerSecond,
    int partitions,
    int cores,
    String guarantee) {
  /**
   * A number of service processes under a backlog.
   *
   * @param cpuMillisPerListing CPU time of the services' own processes
   */
  public record Step(int processes, double perSecond, double cpuMillisPerListing) {}

  /**
   * One process more under load.
   *
   * @param moved number of partitions that changed their process
   * @param usualGapMillis longest time without answers of a partition in the seconds before
   * @param untouchedGapMillis the same of partitions that stayed, during the rebalance
   * @param movedGapMillis the same of partitions that moved
   */
  public record Rebalance(
      int from,
      int to,
      int moved,
      double usualGapMillis,
      double untouchedGapMillis,
      double movedGapMillis) {}
}
