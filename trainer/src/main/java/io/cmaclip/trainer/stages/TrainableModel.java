package io.cmaclip.trainer.stages;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtGradientCollector;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * CMA-CLIP with its losses ({@code losses.py}). Gradients accumulate in the parameters until the
 * optimizer zeroes them. Confined to the training thread.
 */
final class TrainableModel implements AutoCloseable {
  private static final String PREFIX = "model.";

  private final Architecture architecture;
  private final ScriptBlock block;
  private final NamedArrays parameters;
  private final NamedArrays statistics;

  TrainableModel(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights first,
      LossSettings losses,
      DropoutSettings dropout) {
    this(
        architecture,
        tasks,
        first,
        losses,
        new ModuleSettings(ElementType.FLOAT32, dropout.encoders(), dropout.fusion()));
  }

  /** With another element type. */
  TrainableModel(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights first,
      LossSettings losses,
      ModuleSettings settings) {
    this.architecture = architecture;
    Script model = CmaClipScript.of(architecture, tasks, first, settings);
    ScriptModule root =
        new ScriptModule("Losses")
            .put("model", model.root())
            .put("label_smoothing", losses.labelSmoothing())
            .put("alone_weight", losses.alone())
            .put("contrastive_weight", losses.contrastive())
            .put("modality_weight", losses.modalityWeights())
            .putNone("log_prior");
    block = ScriptBlock.loadTrainable(model.within(root, TrainableModel.class, "losses.py"));
    WeightLayout layout = architecture.weights(tasks);
    Map<String, PtNDArray> all = block.parameters();
    Map<String, PtNDArray> learned = new LinkedHashMap<>();
    for (String name : layout.shapes().keySet()) {
      PtNDArray array = all.get(PREFIX + name);
      if (array != null && array.size() > 0) {
        learned.put(name, array);
      }
    }
    parameters = new NamedArrays(learned);
    statistics = new NamedArrays(block.statistics(layout));
  }

  PtNDManager manager() {
    return block.manager();
  }

  /** Trainable parameters. */
  NamedArrays parameters() {
    return parameters;
  }

  /** Running means and variances of the batch norms. */
  NamedArrays statistics() {
    return statistics;
  }

  /**
   * Enables gradients for these groups only and returns their parameters. Frozen encoders also keep
   * their running statistics.
   */
  NamedArrays unfreeze(Predicate<ParameterGroup> groups) {
    parameters
        .arrays()
        .forEach((name, array) -> array.setRequiresGradient(groups.test(ParameterGroup.of(name))));
    block.enableTrainingMode();
    block.run("freeze_encoders", IValue.from(!groups.test(ParameterGroup.CLIP)));
    return parameters.where(name -> groups.test(ParameterGroup.of(name)));
  }

  /**
   * Adds each class's log prior to its logit in all losses; serving uses the unadjusted logits.
   *
   * @param logPrior of the classes of all tasks, concatenated
   */
  void adjustLogits(float[] logPrior) {
    block.run("adjust_logits", IValue.from((PtNDArray) manager().create(logPrior)));
  }

  /**
   * Outputs of the frozen encoders for a batch.
   *
   * @return image B P D, text B T D
   */
  float[][] encode(Batch batch) {
    try (PtNDManager step = (PtNDManager) manager().newSubManager()) {
      DeviceBatch tensors = DeviceBatch.of(batch, architecture.image(), step);
      NDList encoded = block.call("encode", tensors.dictionary(), false);
      return new float[][] {
        encoded.get("image").toFloatArray(), encoded.get("text").toFloatArray()
      };
    }
  }

  /** Without a teacher. */
  LossValue learn(Batch batch, Objective objective, long seed) {
    return learn(batch, objective, Teaching.NONE, seed);
  }

  /**
   * Forward and backward pass; adds gradients to the parameters'.
   *
   * @param teaching ignored in contrastive training
   */
  LossValue learn(Batch batch, Objective objective, Teaching teaching, long seed) {
    Engine.getEngine("PyTorch").setRandomSeed((int) seed);
    try (PtNDManager step = (PtNDManager) manager().newSubManager();
        PtGradientCollector collector = new PtGradientCollector()) {
      DeviceBatch tensors = DeviceBatch.of(batch, architecture.image(), step).with(teaching);
      NDList losses = losses(tensors, objective, true);
      collector.backward(losses.get("total"));
      return new LossValue(
          number(losses, "total"),
          number(losses, "tasks"),
          number(losses, "alone"),
          number(losses, "contrastive"));
    }
  }

  /** The losses by name; {@code gradients} records the computation for a backward pass. */
  NDList losses(DeviceBatch tensors, Objective objective, boolean gradients) {
    String method = objective.name().toLowerCase(Locale.ROOT);
    return block.call(method, tensors.dictionary(), gradients);
  }

  /** A scalar by name; 0 if absent. */
  private static double number(NDList losses, String name) {
    return losses.get(name) == null ? 0 : losses.get(name).toArray()[0].doubleValue();
  }

  @Override
  public void close() {
    block.close();
  }
}
