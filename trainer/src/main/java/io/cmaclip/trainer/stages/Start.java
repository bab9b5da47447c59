package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;
import java.util.function.UnaryOperator;

/**
 * The initial weights of a run.
 *
 * @param identity identifies the start in checkpoints
 * @param change maps random initial weights to the weights to start with, of the same names and
 *     shapes
 */
public record Start(String identity, UnaryOperator<WeightMap> change) {
  /** Random initial weights. */
  public static final Start RANDOM = new Start("", UnaryOperator.identity());

  /** This start, followed by another change. */
  public Start then(String identity, UnaryOperator<WeightMap> next) {
    return new Start(this.identity + " " + identity, first -> next.apply(change.apply(first)));
  }
}
