package io.cmaclip.trainer.stages;

import io.cmaclip.model.weights.WeightMap;
import java.util.function.UnaryOperator;

/**
 * What a run starts from.
 *
 * @param identity tells one start from another: a checkpoint belongs to one of them
 * @param change takes first values and returns those to start with, of the same names and shapes
 */
public record Start(String identity, UnaryOperator<WeightMap> change) {
  /** First values as they are. */
  public static final Start FROM_NOTHING = new Start("", UnaryOperator.identity());
}
