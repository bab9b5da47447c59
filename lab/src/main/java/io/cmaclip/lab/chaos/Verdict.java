package io.cmaclip.lab.chaos;

import java.util.List;

/**
 * What a disturbed run did with the inputs, measured by an undisturbed one.
 *
 * @param lost inputs of which an output is missing
 * @param duplicated outputs beyond the one that there should be
 * @param outOfOrder outputs of a key that come after those of a later version
 * @param overtakenTombstones those of them that are labels after a deletion
 * @param stale keys whose last record on the attributes topic is not that of the last version
 * @param different outputs that say something else, stand on another topic, or belong to no input
 * @param borderline outputs that differ in a decision too close to call
 * @param examples of what is wrong, a few
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
  /** Whether exactly once was kept. */
  boolean isExactlyOnce() {
    return isAtLeastOnce() && duplicated == 0 && outOfOrder == 0 && stale == 0;
  }

  /** Whether at least once was kept: repeats are allowed, and what a repeat does to the order. */
  boolean isAtLeastOnce() {
    return lost == 0 && different == 0;
  }
}
