package io.cmaclip.lab.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The longest time without an answer of each partition. Used by one thread. */
final class PartitionGaps {
  private final Map<Integer, Long> last = new HashMap<>();
  private final Map<Integer, Long> longest = new HashMap<>();

  /** Records answers of a partition that were read at a time in nanoseconds. */
  void answered(int partition, long nanos) {
    Long before = last.put(partition, nanos);
    if (before != null) {
      longest.merge(partition, nanos - before, Math::max);
    }
  }

  /** Ends the measurement: a partition that is still silent has been so until this time. */
  void end(long nanos) {
    last.keySet().forEach(partition -> answered(partition, nanos));
  }

  /** The longest gap of any of these partitions in milliseconds; 0 without one. */
  double longestMillis(Set<Integer> partitions) {
    return millis(partitions).stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /** The longest gap of each of these partitions in milliseconds. */
  List<Double> millis(Set<Integer> partitions) {
    List<Double> gaps = new ArrayList<>();
    longest.forEach(
        (partition, nanos) -> {
          if (partitions.contains(partition)) {
            gaps.add(nanos / 1e6);
          }
        });
    return gaps;
  }
}
