package io.cmaclip.trainer.stages;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.trainer.recipe.OptimizerSettings;

/** The loaded optimizer script ({@code optimizer.py}). Confined to the training thread. */
final class OptimizerScript implements AutoCloseable {
  private final ScriptBlock block =
      ScriptBlock.load(
          Script.of(new ScriptModule("Optimizer"), OptimizerScript.class, "optimizer.py"));

  /**
   * Parameters that share learning rate and weight decay, with their state; arrays of equal length.
   */
  record Moments(
      PtNDArray[] parameters, PtNDArray[] means, PtNDArray[] squares, PtNDArray[] steps) {}

  /** Clips by global norm; returns the norm before clipping. */
  float clip(PtNDArray[] gradients, double largest, PtNDManager step) {
    return block.tensor(step, "clip", IValue.listFrom(gradients), IValue.from(largest)).getFloat();
  }

  /** Takes one step and zeroes the gradients. */
  void adamw(
      Moments moments,
      PtNDArray[] gradients,
      double rate,
      double decay,
      OptimizerSettings settings) {
    block.run(
        "adamw",
        IValue.listFrom(moments.parameters()),
        IValue.listFrom(gradients),
        IValue.listFrom(moments.means()),
        IValue.listFrom(moments.squares()),
        IValue.listFrom(moments.steps()),
        IValue.from(rate),
        IValue.from(decay),
        IValue.from(settings.beta1()),
        IValue.from(settings.beta2()),
        IValue.from(settings.epsilon()));
  }

  /** Moves averages towards values: average += share * (value - average). */
  void average(PtNDArray[] averages, PtNDArray[] values, double share) {
    block.run("average", IValue.listFrom(averages), IValue.listFrom(values), IValue.from(share));
  }

  void assign(PtNDArray[] targets, PtNDArray[] values) {
    block.run("assign", IValue.listFrom(targets), IValue.listFrom(values));
  }

  /** Clamps values at an upper limit. */
  void limit(PtNDArray[] values, double most) {
    block.run("limit", IValue.listFrom(values), IValue.from(most));
  }

  @Override
  public void close() {
    block.close();
  }
}
