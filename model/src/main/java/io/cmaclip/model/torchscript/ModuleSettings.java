package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.ElementType;

/**
 * Settings of an archive that are independent of the weights.
 *
 * @param type of the weights and of all arithmetic: float32, float16, or float64 for checks
 * @param encoderDropout dropout rate of the residual branches of the encoders in training
 * @param dropout dropout rate of the sequence-wise attention and of the heads' hidden units in
 *     training
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
