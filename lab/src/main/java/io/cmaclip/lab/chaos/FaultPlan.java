package io.cmaclip.lab.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Which faults come, in which order; the same for the same seed. */
final class FaultPlan {
  /** One of so many comes while the one before has not healed yet. */
  private static final int OVERLAP = 3;

  /**
   * One fault.
   *
   * @param overlapping whether the next one comes before this one has healed
   */
  record Step(FaultKind kind, boolean overlapping) {}

  private FaultPlan() {}

  /**
   * So many kills of a service, each after another fault; every other kind comes as often as any.
   *
   * @param kills 1 or more
   * @param others kinds to choose from; empty for kills alone
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
