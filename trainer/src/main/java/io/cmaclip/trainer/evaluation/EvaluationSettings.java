package io.cmaclip.trainer.evaluation;

import java.util.List;

/**
 * Options of an evaluation.
 *
 * @param prompts for zero-shot answers by the encoders; empty = the heads answer
 * @param slicedBy tasks whose labels define slices; tasks that the bundle lacks are ignored
 */
public record EvaluationSettings(List<String> prompts, List<String> slicedBy) {
  /** The heads answer; slices by gender. */
  public static final EvaluationSettings DEFAULT =
      new EvaluationSettings(List.of(), List.of("gender"));

  public EvaluationSettings {
    prompts = List.copyOf(prompts);
    slicedBy = List.copyOf(slicedBy);
  }
}
