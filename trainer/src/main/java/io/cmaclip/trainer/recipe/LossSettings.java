package io.cmaclip.trainer.recipe;

/**
 * The parts of the classification loss.
 *
 * @param labelSmoothing share of the target spread over all classes, 0 to 0.9
 * @param alone weight of the image-only and text-only losses relative to the tasks' loss, 0 to 100
 * @param contrastive weight of the contrastive loss relative to the tasks' loss, 0 to 100
 * @param classBalance how rare classes are treated; default NONE
 * @param distillation share of the targets that comes from the teacher's answers to the unaugmented
 *     listing; the rest comes from the labels; 0 to 1. The teacher is the bundles of {@code
 *     --teacher}, or else the EMA model (mean teacher: Tarvainen and Valpola, 2017), whose share
 *     rises from 0 over the first third of a stage.
 * @param modalityWeights weight of a loss that lowers the modality weight of a corrupted image or
 *     title, 0 to 100
 * @param trimmed share of the labels of each task and batch that are ignored: those that the
 *     teacher (or, without a teacher, the model) finds least likely (small-loss selection: Shen and
 *     Sanghavi, 2019); 0 to 0.9. It rises from 0 over the first third of a stage.
 * @param unlabelled where unlabelled listings are used; default CONTRASTIVE
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
          "losses.unlabelled = everywhere: needs losses.contrastive or losses.distillation"
              + " above 0; otherwise nothing is learned from unlabelled listings");
    }
    classBalance = classBalance == null ? ClassBalance.NONE : classBalance;
  }

  /** Without class balance, distillation, modality weights and trimming. */
  public LossSettings(double labelSmoothing, double alone, double contrastive) {
    this(labelSmoothing, alone, contrastive, ClassBalance.NONE, 0, 0, 0, Unlabelled.CONTRASTIVE);
  }
}
