package io.cmaclip.trainer.stages;

import io.cmaclip.trainer.recipe.LossSettings;

/**
 * The teacher of a step and label trimming. Fixed teachers, or else the EMA model, answer the
 * unaugmented listings, and the least likely labels are ignored. The shares of the EMA model and of
 * trimming rise from 0 over the first third of a stage, because the model is weak at first.
 *
 * @param average the EMA model
 */
record Teacher(EvaluationModel average, LossSettings losses) {
  private static final int RISE = 3;

  /**
   * Teaching for one step.
   *
   * @param step of the stage, from 0
   * @param steps of the whole stage
   */
  Teaching teach(Lesson lesson, long step, long steps) {
    double risen = Math.min(1, RISE * step / (double) steps);
    double trimmed = risen * losses.trimmed();
    if (lesson.taught().length > 0) {
      return new Teaching(lesson.taught(), losses.distillation(), trimmed);
    }
    float[] answers = lesson.untouched() == null ? new float[0] : average.serve(lesson.untouched());
    return new Teaching(answers, risen * losses.distillation(), trimmed);
  }
}
