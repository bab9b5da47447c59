package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The EMA weights of the stage's epoch with the best validation accuracy; the next stage starts
 * from them. Confined to the training thread.
 */
final class BestWeights {
  private static final String GROUP = "best";

  /** Null until an epoch is kept. */
  private WeightMap kept;

  void keep(WeightMap weights) {
    kept = weights;
  }

  /** Returns and forgets the kept weights, or returns others if none are kept. */
  WeightMap take(Supplier<WeightMap> others) {
    WeightMap taken = kept == null ? others.get() : kept;
    kept = null;
    return taken;
  }

  /** Adds the kept weights to the groups of a checkpoint. */
  void save(Map<String, Weights> groups) {
    if (kept != null) {
      groups.put(GROUP, kept);
    }
  }

  void restore(Map<String, WeightMap> groups) {
    kept = groups.get(GROUP);
  }
}
