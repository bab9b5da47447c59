package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.ElementType;

/**
 * What an archive of the same weights may differ in.
 *
 * @param type of the weights and so of all arithmetic: float32, float16, or float64 for checks
 * @param encoderDropout share of residual-branch outputs of the encoders dropped in training
 * @param dropout the same in the sequence-wise attention, and of the heads' hidden units
 */
public record ModuleSettings(ElementType type, double encoderDropout, double dropout) {
  public static final ModuleSettings SERVING = new ModuleSettings(ElementType.FLOAT32, 0, 0);

  public ModuleSettings {
    if (!type.isFloatingPoint()) {
      throw new IllegalArgumentException(
          "type = " + type + ": must be FLOAT32, FLOAT16 or FLOAT64");
    }
    if (!(encoderDropout >= 0 && encoderDropout < 1)) {
      throw new IllegalArgumentException(
          "encoderDropout = " + encoderDropout + ": must be at least 0 and below 1");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout = " + dropout + ": must be at least 0 and below 1");
    }
  }
}
