package io.cmaclip.lab.chaos;

import java.util.List;

/**
 * Comparison of a run with injected faults to the reference run.
 *
 * @param lost inputs with a missing output
 * @param duplicated surplus outputs
 * @param outOfOrder outputs that follow an output of a later version of the same key
 * @param overtakenTombstones the part of {@code outOfOrder} that follows a tombstone
 * @param stale keys whose last record on the attributes topic is not the last version's
 * @param different outputs with other content, on another topic, or without an input
 * @param borderline outputs that differ in a decision within the tolerance of its threshold
 * @param examples some of the deviations
 */
record Verdict(
    int lost,
    int duplicated,
    int outOfOrder,
    int overtakenTombstones,
    int stale,
    int different,
    int borderline,
    List<String> examples) {
  /** Whether the run satisfies exactly-once. */
  boolean isExactlyOnce() {
    return isAtLeastOnce() && duplicated == 0 && outOfOrder == 0 && stale == 0;
  }

  /** Whether the run satisfies at-least-once, which allows duplicates and their order. */
  boolean isAtLeastOnce() {
    return lost == 0 && different == 0;
  }
}
