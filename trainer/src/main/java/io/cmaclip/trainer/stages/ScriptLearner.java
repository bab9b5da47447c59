package io.cmaclip.trainer.stages;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtGradientCollector;
import ai.djl.pytorch.engine.PtNDManager;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.trainer.recipe.OptimizerSettings;
import java.util.List;

/**
 * A small TorchScript module of any kind, trained with AdamW. All its parameters are learned.
 * Confined to one thread.
 */
public final class ScriptLearner implements AutoCloseable {
  private final ScriptBlock block;
  private final OptimizerScript script = new OptimizerScript();
  private final NamedArrays parameters;
  private final AdamW optimizer;

  public ScriptLearner(Script module, OptimizerSettings settings, long seed) {
    PyTorch.load();
    Engine.getEngine("PyTorch").setRandomSeed((int) seed);
    block = ScriptBlock.loadTrainable(module);
    parameters = new NamedArrays(block.parameters());
    parameters.arrays().values().forEach(array -> array.setRequiresGradient(true));
    block.enableTrainingMode();
    optimizer = new AdamW(block.manager(), script, settings, parameters, 0);
  }

  /** Number of learned numbers. */
  public long parameters() {
    return parameters.arrays().values().stream().mapToLong(array -> array.size()).sum();
  }

  /**
   * One optimizer step.
   *
   * @param method returns the loss, a scalar
   * @return the loss before the step
   */
  public double learn(String method, double rate, List<Tensor> inputs) {
    double loss;
    try (PtNDManager step = (PtNDManager) block.manager().newSubManager();
        PtGradientCollector collector = new PtGradientCollector()) {
      NDList result = block.call(method, arrays(inputs, step), true);
      collector.backward(result.head());
      loss = result.head().toArray()[0].doubleValue();
    }
    optimizer.step(group -> rate);
    return loss;
  }

  /** Calls a method that returns one tensor of floats, without gradients. */
  public float[] call(String method, List<Tensor> inputs) {
    try (PtNDManager step = (PtNDManager) block.manager().newSubManager()) {
      return block.call(method, arrays(inputs, step), false).head().toFloatArray();
    }
  }

  private static NDList arrays(List<Tensor> inputs, PtNDManager manager) {
    NDList arrays = new NDList();
    inputs.forEach(tensor -> arrays.add(NamedArrays.array(tensor, manager)));
    return arrays;
  }

  @Override
  public void close() {
    optimizer.close();
    block.close();
    script.close();
  }
}
