package io.cmaclip.trainer.stages;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.trainer.recipe.OptimizerSettings;

/** The optimizer's arithmetic ({@code optimizer.py}), loaded. Used by the training thread alone. */
final class OptimizerScript implements AutoCloseable {
  private final ScriptBlock block =
      ScriptBlock.load(
          Script.of(new ScriptModule("Optimizer"), OptimizerScript.class, "optimizer.py"));

  /** Parameters that share learning rate and weight decay, with their state, each as long. */
  record Moments(
      PtNDArray[] parameters, PtNDArray[] means, PtNDArray[] squares, PtNDArray[] steps) {}

  /** Clips by global norm; returns the norm before. */
  float clip(PtNDArray[] gradients, double largest, PtNDManager step) {
    return block.tensor(step, "clip", IValue.listFrom(gradients), IValue.from(largest)).getFloat();
  }

  /** One step; zeroes the gradients. */
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

  /** Moves averages towards values by a share of the way. */
  void average(PtNDArray[] averages, PtNDArray[] values, double share) {
    block.run("average", IValue.listFrom(averages), IValue.listFrom(values), IValue.from(share));
  }

  void assign(PtNDArray[] targets, PtNDArray[] values) {
    block.run("assign", IValue.listFrom(targets), IValue.listFrom(values));
  }

  /** Cuts values off at a greatest one. */
  void limit(PtNDArray[] values, double most) {
    block.run("limit", IValue.listFrom(values), IValue.from(most));
  }

  @Override
  public void close() {
    block.close();
  }
}
