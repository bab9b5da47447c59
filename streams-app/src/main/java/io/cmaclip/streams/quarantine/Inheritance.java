package io.cmaclip.streams.quarantine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What a new owner of a partition learns from those before it.
 *
 * @param afterDeath whether one of them did not give the partition back
 * @param kills suspects, and how many processes each has ended alone
 */
record Inheritance(boolean afterDeath, Map<Position, Integer> kills) {
  Inheritance {
    kills = Map.copyOf(kills);
  }

  static Inheritance of(Collection<ClaimState> earlier) {
    Map<Position, Integer> kills = new HashMap<>();
    for (ClaimState state : earlier) {
      state.suspects().forEach(known -> kills.merge(known.position(), known.kills(), Math::max));
    }
    boolean afterDeath = false;
    for (ClaimState state : earlier) {
      if (state.open()) {
        afterDeath = true;
        state
            .running()
            .forEach(ran -> kills.merge(ran.position(), ran.alone() ? 1 : 0, Integer::sum));
      }
    }
    return new Inheritance(afterDeath, kills);
  }
}
