package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The averaged weights of a stage's epoch with the best validation accuracy, which the next stage
 * goes on from. Used by the training thread alone.
 */
final class BestWeights {
  private static final String GROUP = "best";

  /** Null before the first epoch that counts. */
  private WeightMap kept;

  void keep(WeightMap weights) {
    kept = weights;
  }

  /** Hands the weights over, or others where none are kept. */
  WeightMap take(Supplier<WeightMap> others) {
    WeightMap taken = kept == null ? others.get() : kept;
    kept = null;
    return taken;
  }

  /** Adds what is kept to the groups of a checkpoint. */
  void save(Map<String, Weights> groups) {
    if (kept != null) {
      groups.put(GROUP, kept);
    }
  }

  void restore(Map<String, WeightMap> groups) {
    kept = groups.get(GROUP);
  }
}
