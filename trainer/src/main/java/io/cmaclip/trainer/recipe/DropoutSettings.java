package io.cmaclip.trainer.recipe;

/**
 * Dropout rates during training.
 *
 * @param encoders share of residual-branch outputs of both encoders, 0 to 0.9
 * @param fusion the same in the sequence-wise attention, and of the heads' hidden units, 0 to 0.9
 */
public record DropoutSettings(double encoders, double fusion) {
  public DropoutSettings {
    Range.check("dropout.encoders", encoders, 0, 0.9);
    Range.check("dropout.fusion", fusion, 0, 0.9);
  }
}
