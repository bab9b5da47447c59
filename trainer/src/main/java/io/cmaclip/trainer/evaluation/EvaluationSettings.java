package io.cmaclip.trainer.evaluation;

import java.util.List;

/**
 * What is asked beside the tasks.
 *
 * @param prompts the encoders answer by these in place of the heads; empty = the heads answer
 * @param slicedBy tasks by whose labels everything is measured again, where the bundle has them
 */
public record EvaluationSettings(List<String> prompts, List<String> slicedBy) {
  /** The heads answer; sliced by whom a product is made for. */
  public static final EvaluationSettings DEFAULT =
      new EvaluationSettings(List.of(), List.of("gender"));

  public EvaluationSettings {
    prompts = List.copyOf(prompts);
    slicedBy = List.copyOf(slicedBy);
  }
}
