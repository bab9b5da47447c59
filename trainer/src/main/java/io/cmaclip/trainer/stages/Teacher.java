package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.recipe.LossSettings;

/**
 * How the labels of a batch are taken: the moving average answers about the listings as they are
 * (mean teacher), and the least likely labels are left out. Model and teacher know little at first,
 * so both rise from nothing over the first third of a stage.
 *
 * @param average what teaches
 */
record Teacher(EvaluationModel average, LossSettings losses) {
  private static final int RISE = 3;

  /**
   * For one step.
   *
   * @param untouched the listings of the batch as they are; null where nobody teaches
   * @param step of the stage, from 0
   * @param steps of the whole stage
   */
  Teaching teach(Batch untouched, long step, long steps) {
    double risen = Math.min(1, RISE * step / (double) steps);
    float[] answers = untouched == null ? new float[0] : average.serve(untouched);
    return new Teaching(answers, risen * losses.distillation(), risen * losses.trimmed());
  }
}
