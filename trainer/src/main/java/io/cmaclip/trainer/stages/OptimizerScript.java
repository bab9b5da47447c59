package io.cmaclip.trainer.stages;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.torchscript.TorchScriptArchive;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The optimizer's arithmetic ({@code optimizer.py}), loaded. Used by the training thread alone. */
final class OptimizerScript implements AutoCloseable {
  private final Model model;
  private final PtSymbolBlock block;

  OptimizerScript() {
    try {
      Path archive = Files.createTempFile("cmaclip-optimizer", ".pt");
      try {
        TorchScriptArchive.write(
            archive,
            new ScriptModule("__torch__.Optimizer"),
            Map.of("__torch__.py", ScriptText.of("optimizer.py")));
        model = Model.newInstance("optimizer", "PyTorch");
        model.load(archive);
        block = (PtSymbolBlock) model.getBlock();
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Clips by global norm; returns the norm before. */
  float clip(PtNDArray[] gradients, double largest, PtNDManager step) {
    try (IValue list = IValue.listFrom(gradients);
        IValue most = IValue.from(largest);
        IValue norm = IValueUtils.runMethod(block, "clip", list, most)) {
      return norm.toTensor(step).getFloat();
    }
  }

  /** One step on parameters that share learning rate and weight decay; zeroes their gradients. */
  void adamw(
      PtNDArray[] parameters,
      PtNDArray[] gradients,
      PtNDArray[] means,
      PtNDArray[] squares,
      PtNDArray[] steps,
      double rate,
      double decay,
      OptimizerSettings settings) {
    run(
        "adamw",
        IValue.listFrom(parameters),
        IValue.listFrom(gradients),
        IValue.listFrom(means),
        IValue.listFrom(squares),
        IValue.listFrom(steps),
        IValue.from(rate),
        IValue.from(decay),
        IValue.from(settings.beta1()),
        IValue.from(settings.beta2()),
        IValue.from(settings.epsilon()));
  }

  /** Moves averages towards values by a share of the way. */
  void average(PtNDArray[] averages, PtNDArray[] values, double share) {
    run("average", IValue.listFrom(averages), IValue.listFrom(values), IValue.from(share));
  }

  void assign(PtNDArray[] targets, PtNDArray[] values) {
    run("assign", IValue.listFrom(targets), IValue.listFrom(values));
  }

  /** Cuts values off at a greatest one. */
  void limit(PtNDArray[] values, double most) {
    run("limit", IValue.listFrom(values), IValue.from(most));
  }

  private void run(String method, IValue... arguments) {
    try (IValue result = IValueUtils.runMethod(block, method, arguments)) {
      result.toLong();
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
