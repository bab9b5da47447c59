package io.cmaclip.trainer.stages;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.trainer.recipe.Stage;

/**
 * The loss of one batch.
 *
 * @param total the minimised loss
 * @param tasks cross-entropy summed over tasks; 0 in contrastive training
 * @param alone sum of the image-only and text-only cross-entropies; 0 in contrastive training
 * @param contrastive InfoNCE
 */
record LossValue(double total, double tasks, double alone, double contrastive) {
  static final LossValue ZERO = new LossValue(0, 0, 0, 0);

  /**
   * Ends a run that has diverged.
   *
   * @throws UserException when the loss is not finite
   */
  void check(Stage stage, Position position) {
    if (!Double.isFinite(total)) {
      throw new UserException(
          "stage %s, step %d: the loss is %s; lower the learning rates of this stage"
              .formatted(stage.name(), position.steps(), total));
    }
  }

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
