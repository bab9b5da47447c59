package io.cmaclip.lab.chaos;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param brokers processes that made up the cluster
 * @param kills services killed with -9
 * @param killsInFlight those of them that had listings inside a forward right before
 * @param listings records sent, tombstones and faulty ones among them
 * @param labelled records on the attributes topic
 * @param review records on the review topic
 * @param deadLetter records on the dead-letter topic
 * @param staleKeys keys that end with another version than the last
 * @param committedPast listings answered while an earlier one of their partition could not be
 * @param revivedTasks times that Kafka Streams revived tasks after a commit that timed out
 * @param endedByThemselves services that ended without being told to, and were replaced
 * @param inputs how many of each kind
 * @param kept whether everything that the guarantee promises was kept
 */
public record ChaosReport(
    long seed,
    String guarantee,
    int brokers,
    int instances,
    int kills,
    int killsInFlight,
    int listings,
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
  /** Of several durations, in seconds; null where there is none. */
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
