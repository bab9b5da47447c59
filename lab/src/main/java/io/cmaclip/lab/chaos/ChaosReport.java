package io.cmaclip.lab.chaos;

import java.util.List;
import java.util.Map;

/**
 * Result of a chaos run; the JSON of {@code chaos --json}. See {@link Verdict} for the deviations.
 *
 * @param unchanged what the services do with unchanged listings
 * @param brokers broker processes of the cluster
 * @param kills services killed with SIGKILL
 * @param killsInFlight kills of services with listings in inference
 * @param listings records sent, including tombstones and invalid records
 * @param skipped listings without an output, because the last one of their key is the same
 * @param labelled records on the attributes topic
 * @param review records on the review topic
 * @param deadLetter records on the dead-letter topic
 * @param committedPast answered listings that follow an unanswered one in their partition
 * @param revivedTasks revivals of tasks after commit timeouts
 * @param endedByThemselves services that exited unexpectedly and were replaced
 * @param inputs number of inputs by kind
 * @param kept whether the run satisfies the guarantee
 */
public record ChaosReport(
    long seed,
    String guarantee,
    String unchanged,
    int brokers,
    int instances,
    int kills,
    int killsInFlight,
    int listings,
    int skipped,
    long labelled,
    long review,
    long deadLetter,
    int lost,
    int duplicated,
    int outOfOrder,
    int overtakenTombstones,
    int staleKeys,
    int different,
    int borderline,
    int committedPast,
    long revivedTasks,
    int endedByThemselves,
    Spread recoverySeconds,
    Map<String, Integer> inputs,
    List<TimelineEntry> timeline,
    List<String> examples,
    double seconds,
    boolean kept) {
  /** Statistics of durations in seconds; null without durations. */
  public record Spread(Double median, Double max) {
    static Spread of(List<Double> seconds) {
      if (seconds.isEmpty()) {
        return new Spread(null, null);
      }
      List<Double> sorted = seconds.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      return new Spread(median, sorted.get(sorted.size() - 1));
    }
  }
}
