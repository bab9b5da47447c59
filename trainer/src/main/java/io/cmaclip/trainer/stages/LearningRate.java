package io.cmaclip.trainer.stages;

/**
 * Learning-rate schedule as a share of the highest rate: linear warm-up, then cosine decay.
 *
 * @param steps of the stage, at least 1
 * @param warmUp share of the steps over which the rate rises
 * @param last share of the highest rate at the last step
 */
record LearningRate(long steps, double warmUp, double last) {
  /**
   * The share at a step.
   *
   * @param step from 0 to steps - 1
   */
  double at(long step) {
    double rising = warmUp * steps;
    if (step < rising) {
      return (step + 1) / Math.max(1, rising);
    }
    double progress = Math.min(1, (step - rising) / Math.max(1, steps - 1 - rising));
    return last + (1 - last) * (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
