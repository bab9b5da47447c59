package io.cmaclip.streams.quarantine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Crash-tracking state that a new owner of a partition takes over from previous owners.
 *
 * @param afterCrash whether a previous owner did not release the partition
 * @param kills candidates, with the number of processes that each ended in isolation
 */
record Inheritance(boolean afterCrash, Map<Position, Integer> kills) {
  Inheritance {
    kills = Map.copyOf(kills);
  }

  static Inheritance of(Collection<ClaimState> earlier) {
    Map<Position, Integer> kills = new HashMap<>();
    for (ClaimState state : earlier) {
      state.candidates().forEach(known -> kills.merge(known.position(), known.kills(), Math::max));
    }
    boolean afterCrash = false;
    for (ClaimState state : earlier) {
      if (state.open()) {
        afterCrash = true;
        state
            .running()
            .forEach(ran -> kills.merge(ran.position(), ran.alone() ? 1 : 0, Integer::sum));
      }
    }
    return new Inheritance(afterCrash, kills);
  }
}
