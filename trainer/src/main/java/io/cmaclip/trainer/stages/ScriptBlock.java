package io.cmaclip.trainer.stages;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.pytorch.ArchiveLoader;
import io.cmaclip.model.torchscript.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A TorchScript module loaded into PyTorch. Confined to the training thread. */
final class ScriptBlock implements AutoCloseable {
  private final Model model;
  private final PtSymbolBlock block;

  private ScriptBlock(Model model) {
    this.model = model;
    this.block = (PtSymbolBlock) model.getBlock();
  }

  /** Loads a script whose parameters have no gradients. */
  static ScriptBlock load(Script script) {
    return load(script, Map.of());
  }

  /** Loads a script whose parameters can have gradients. */
  static ScriptBlock loadTrainable(Script script) {
    return load(script, Map.of("trainParam", "true"));
  }

  private static ScriptBlock load(Script script, Map<String, String> options) {
    try {
      return new ScriptBlock(ArchiveLoader.load(null, options, script));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PtNDManager manager() {
    return (PtNDManager) model.getNDManager();
  }

  /** All parameters by their path in the module tree, in the order of the tree. */
  Map<String, PtNDArray> parameters() {
    Map<String, PtNDArray> parameters = new LinkedHashMap<>();
    block
        .getParameters()
        .forEach(p -> parameters.put(p.getKey(), (PtNDArray) p.getValue().getArray()));
    return parameters;
  }

  /** Running statistics by their names in a layout, in its order. */
  Map<String, PtNDArray> statistics(WeightLayout layout) {
    Map<String, PtNDArray> named = new LinkedHashMap<>();
    try (IValue list = IValueUtils.runMethod(block, "running_statistics")) {
      NDList arrays = list.toNDList(manager());
      int next = 0;
      for (String name : layout.shapes().keySet()) {
        if (WeightLayout.isStatistic(name)) {
          named.put(name, (PtNDArray) arrays.get(next++));
        }
      }
    }
    return named;
  }

  void enableTrainingMode() {
    JniUtils.enableTrainingMode(block);
  }

  /**
   * Calls a method on tensors.
   *
   * @param inputs at least one; its manager also owns the results
   * @param gradients whether to record the call for a backward pass
   */
  NDList call(String method, NDList inputs, boolean gradients) {
    NDArray name = inputs.head().getManager().create(0L);
    // DJL reads the method to call from this name.
    name.setName("module_method:" + method);
    NDList arguments = new NDList(inputs);
    arguments.add(name);
    return IValueUtils.forward(block, arguments, gradients);
  }

  /** Calls a method, ignores its result and frees the arguments. */
  void run(String method, IValue... arguments) {
    try {
      IValueUtils.runMethod(block, method, arguments).close();
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  /** Calls a method that returns one tensor, and frees the arguments. */
  PtNDArray tensor(PtNDManager manager, String method, IValue... arguments) {
    try (IValue result = IValueUtils.runMethod(block, method, arguments)) {
      return result.toTensor(manager);
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
