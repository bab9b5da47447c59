package io.cmaclip.trainer.recipe;

/**
 * The parts of the classification loss.
 *
 * @param labelSmoothing share of the target spread over all classes, 0 to 0.9
 * @param alone weight of the losses of image alone and text alone beside the tasks' loss, 0 to 100
 * @param contrastive weight of the contrastive loss beside it, 0 to 100
 * @param classBalance what is done for rare classes; NONE where it is left out
 * @param distillation share of the targets that comes from the average of the weights, asked about
 *     the listing as it is (mean teacher: Tarvainen and Valpola, 2017); the labels have the rest; 0
 *     to 1. It rises from 0 over the first third of a stage.
 * @param modalityWeights weight of a loss that moves the modality weights away from an image or
 *     title that was corrupted, 0 to 100
 * @param trimmed share of the labels of each task and batch that teach nothing: those that the
 *     teacher, or without one the model itself, finds least likely (small-loss selection: Shen and
 *     Sanghavi, 2019); 0 to 0.9. It rises from 0 over the first third of a stage.
 * @param unlabelled where listings without any label take part; CONTRASTIVE where it is left out
 */
public record LossSettings(
    double labelSmoothing,
    double alone,
    double contrastive,
    ClassBalance classBalance,
    double distillation,
    double modalityWeights,
    double trimmed,
    Unlabelled unlabelled) {
  public LossSettings {
    Range.check("losses.labelSmoothing", labelSmoothing, 0, 0.9);
    Range.check("losses.alone", alone, 0, 100);
    Range.check("losses.contrastive", contrastive, 0, 100);
    Range.check("losses.distillation", distillation, 0, 1);
    Range.check("losses.modalityWeights", modalityWeights, 0, 100);
    Range.check("losses.trimmed", trimmed, 0, 0.9);
    unlabelled = unlabelled == null ? Unlabelled.CONTRASTIVE : unlabelled;
    if (unlabelled == Unlabelled.EVERYWHERE && contrastive == 0 && distillation == 0) {
      throw new IllegalArgumentException(
          "losses.unlabelled = everywhere: needs losses.contrastive or losses.distillation above 0,"
              + " or nothing is learned from listings without labels");
    }
    classBalance = classBalance == null ? ClassBalance.NONE : classBalance;
  }

  /** Labels alone teach, and rare classes are not helped. */
  public LossSettings(double labelSmoothing, double alone, double contrastive) {
    this(labelSmoothing, alone, contrastive, ClassBalance.NONE, 0, 0, 0, Unlabelled.CONTRASTIVE);
  }
}
