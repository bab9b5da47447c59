package io.cmaclip.trainer.recipe;

/**
 * The parts of the classification loss.
 *
 * @param labelSmoothing share of the target spread over all classes, 0 to 0.9
 * @param alone weight of the losses of image alone and text alone beside the tasks' loss, 0 to 100
 * @param contrastive weight of the contrastive loss beside it, 0 to 100
 * @param classBalance what is done for rare classes; NONE where it is left out
 */
public record LossSettings(
    double labelSmoothing, double alone, double contrastive, ClassBalance classBalance) {
  public LossSettings {
    Range.check("losses.labelSmoothing", labelSmoothing, 0, 0.9);
    Range.check("losses.alone", alone, 0, 100);
    Range.check("losses.contrastive", contrastive, 0, 100);
    classBalance = classBalance == null ? ClassBalance.NONE : classBalance;
  }

  /** The same without class balance. */
  public LossSettings(double labelSmoothing, double alone, double contrastive) {
    this(labelSmoothing, alone, contrastive, ClassBalance.NONE);
  }
}
