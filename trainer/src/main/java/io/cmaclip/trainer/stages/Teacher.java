package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.recipe.LossSettings;

/**
 * Mean teacher and label trimming. The EMA model answers the unaugmented listings, and the least
 * likely labels are ignored. Both shares rise from 0 over the first third of a stage, because model
 * and teacher are weak at first.
 *
 * @param average the EMA model
 */
record Teacher(EvaluationModel average, LossSettings losses) {
  private static final int RISE = 3;

  /**
   * Teaching for one step.
   *
   * @param untouched the listings of the batch without augmentation; null without a teacher
   * @param step of the stage, from 0
   * @param steps of the whole stage
   */
  Teaching teach(Batch untouched, long step, long steps) {
    double risen = Math.min(1, RISE * step / (double) steps);
    float[] answers = untouched == null ? new float[0] : average.serve(untouched);
    return new Teaching(answers, risen * losses.distillation(), risen * losses.trimmed());
  }
}
