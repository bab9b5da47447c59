package io.cmaclip.trainer.stages;

/**
 * The loss of one batch.
 *
 * @param total what is minimised
 * @param tasks cross-entropy summed over tasks; 0 in contrastive training
 * @param alone the same of image alone and text alone, summed; 0 in contrastive training
 * @param contrastive InfoNCE
 */
record LossValue(double total, double tasks, double alone, double contrastive) {
  static final LossValue ZERO = new LossValue(0, 0, 0, 0);

  LossValue plus(LossValue other) {
    return new LossValue(
        total + other.total,
        tasks + other.tasks,
        alone + other.alone,
        contrastive + other.contrastive);
  }

  LossValue times(double factor) {
    return new LossValue(total * factor, tasks * factor, alone * factor, contrastive * factor);
  }
}
