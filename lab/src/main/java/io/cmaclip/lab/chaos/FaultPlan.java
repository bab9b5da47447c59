package io.cmaclip.lab.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The sequence of faults of a run, determined by the seed. */
final class FaultPlan {
  /** One of this many faults starts before its predecessor has healed. */
  private static final int OVERLAP = 3;

  /**
   * A planned fault.
   *
   * @param overlapping whether the next fault starts before this one has healed
   */
  record Step(FaultKind kind, boolean overlapping) {}

  private FaultPlan() {}

  /**
   * Alternates other faults and kills. All other kinds occur equally often.
   *
   * @param kills number of kills, at least 1
   * @param others other kinds; empty plans only kills
   */
  static List<Step> of(long seed, int kills, List<FaultKind> others) {
    Random random = new Random(seed);
    List<FaultKind> waiting = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < kills; i++) {
      if (waiting.isEmpty()) {
        waiting.addAll(others);
        Collections.shuffle(waiting, random);
      }
      if (!waiting.isEmpty()) {
        steps.add(new Step(waiting.remove(waiting.size() - 1), overlaps(random)));
      }
      steps.add(new Step(FaultKind.KILL, overlaps(random)));
    }
    return List.copyOf(steps);
  }

  private static boolean overlaps(Random random) {
    return random.nextInt(OVERLAP) == 0;
  }
}
