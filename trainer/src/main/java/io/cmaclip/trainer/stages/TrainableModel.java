package io.cmaclip.trainer.stages;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtGradientCollector;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.torchscript.TorchScriptArchive;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.recipe.DropoutSettings;
import io.cmaclip.trainer.recipe.LossSettings;
import io.cmaclip.trainer.recipe.Objective;
import io.cmaclip.trainer.recipe.ParameterGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * CMA-CLIP with its losses ({@code losses.py}): forward and backward of a batch. Gradients add up
 * in the parameters until the optimizer takes them. Used by the training thread alone.
 */
final class TrainableModel implements AutoCloseable {
  private static final String PREFIX = "model.";

  private final Architecture architecture;
  private final Model model;
  private final PtSymbolBlock block;
  private final PtNDManager manager;
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

  /** The same with another number type. */
  TrainableModel(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights first,
      LossSettings losses,
      ModuleSettings settings) {
    this.architecture = architecture;
    ScriptModule root =
        new ScriptModule("__torch__.losses.Losses")
            .put("model", CmaClipScript.module(architecture, tasks, first, settings))
            .put("label_smoothing", losses.labelSmoothing())
            .put("alone_weight", losses.alone())
            .put("contrastive_weight", losses.contrastive())
            .put("modality_weight", losses.modalityWeights())
            .putNone("log_prior");
    try {
      Path archive = Files.createTempFile("cmaclip-training", ".pt");
      try {
        TorchScriptArchive.write(
            archive,
            root,
            Map.of(
                CmaClipScript.FILE,
                CmaClipScript.source(),
                "__torch__/losses.py",
                ScriptText.of("losses.py")));
        model = Model.newInstance("training", "PyTorch");
        model.load(archive, null, Map.of("trainParam", "true"));
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedModelException e) {
      throw new IllegalStateException(e);
    }
    block = (PtSymbolBlock) model.getBlock();
    manager = (PtNDManager) model.getNDManager();
    Map<String, PtNDArray> learned = new LinkedHashMap<>();
    block
        .getParameters()
        .forEach(
            p -> {
              PtNDArray array = (PtNDArray) p.getValue().getArray();
              if (array.size() > 0) {
                learned.put(p.getKey().substring(PREFIX.length()), array);
              }
            });
    parameters = new NamedArrays(learned);
    statistics = statistics(architecture.weights(tasks));
  }

  private NamedArrays statistics(WeightLayout layout) {
    Map<String, PtNDArray> named = new LinkedHashMap<>();
    try (IValue list = IValueUtils.runMethod(block, "running_statistics")) {
      NDList arrays = list.toNDList(manager);
      int next = 0;
      for (String name : layout.shapes().keySet()) {
        if (WeightLayout.isStatistic(name)) {
          named.put(name, (PtNDArray) arrays.get(next++));
        }
      }
    }
    return new NamedArrays(named);
  }

  PtNDManager manager() {
    return manager;
  }

  /** What gradients move. */
  NamedArrays parameters() {
    return parameters;
  }

  /** Running means and variances of the batch norms. */
  NamedArrays statistics() {
    return statistics;
  }

  /**
   * Computes gradients for these groups only, and returns their parameters. Frozen encoders keep
   * their running statistics too.
   */
  NamedArrays unfreeze(Predicate<ParameterGroup> groups) {
    parameters
        .arrays()
        .forEach((name, array) -> array.setRequiresGradient(groups.test(ParameterGroup.of(name))));
    JniUtils.enableTrainingMode(block);
    try (IValue frozen = IValue.from(!groups.test(ParameterGroup.CLIP));
        IValue set = IValueUtils.runMethod(block, "freeze_encoders", frozen)) {
      set.toBoolean();
    }
    return parameters.where(name -> groups.test(ParameterGroup.of(name)));
  }

  /**
   * Adds a class's log prior to its logit in every loss from now on; serving keeps the bare logits.
   *
   * @param logPrior of the classes of all tasks side by side
   */
  void adjustLogits(float[] logPrior) {
    try (IValue prior = IValue.from((PtNDArray) manager.create(logPrior));
        IValue set = IValueUtils.runMethod(block, "adjust_logits", prior)) {
      set.toBoolean();
    }
  }

  /**
   * What the encoders make of a batch while they are frozen.
   *
   * @return image B P D, text B T D
   */
  float[][] encode(Batch batch) {
    try (PtNDManager step = (PtNDManager) manager.newSubManager()) {
      DeviceBatch b = DeviceBatch.of(batch, architecture.image(), step);
      PtNDArray method = (PtNDArray) step.create(0L);
      method.setName("module_method:encode");
      NDList parts = IValueUtils.forward(block, new NDList(b.pixels(), b.tokens(), method), false);
      parts.attach(step);
      return new float[][] {parts.get(0).toFloatArray(), parts.get(1).toFloatArray()};
    }
  }

  /** Without a teacher. */
  LossValue learn(Batch batch, Objective objective, long seed) {
    return learn(batch, objective, Teaching.NONE, seed);
  }

  /**
   * Forward and backward; gradients are added to what the parameters hold.
   *
   * @param teaching without effect in contrastive training
   */
  LossValue learn(Batch batch, Objective objective, Teaching teaching, long seed) {
    Engine.getEngine("PyTorch").setRandomSeed((int) seed);
    try (PtNDManager step = (PtNDManager) manager.newSubManager();
        PtGradientCollector collector = new PtGradientCollector()) {
      DeviceBatch b = DeviceBatch.of(batch, architecture.image(), step);
      PtNDArray method = (PtNDArray) step.create(0L);
      NDList inputs;
      if (objective == Objective.CONTRASTIVE) {
        method.setName("module_method:contrastive");
        inputs = new NDList(b.pixels(), b.tokens(), b.lengths(), b.titles(), b.pictures(), method);
      } else {
        method.setName("module_method:classification");
        inputs =
            new NDList(
                b.pixels(),
                b.tokens(),
                b.hasImage(),
                b.hasText(),
                b.lengths(),
                b.labels(),
                b.ownImage(),
                b.ownText(),
                b.spoiltImage(),
                b.spoiltText(),
                b.titles(),
                b.pictures(),
                teaching.answers(batch.size(), step),
                step.create((float) teaching.share()),
                step.create((float) teaching.trimmed()),
                b.image(),
                b.imageRows(),
                b.text(),
                b.textRows(),
                method);
      }
      NDList parts = IValueUtils.forward(block, inputs, true);
      parts.attach(step);
      collector.backward(parts.head());
      double total = number(parts.head());
      return objective == Objective.CONTRASTIVE
          ? new LossValue(total, 0, 0, total)
          : new LossValue(total, number(parts.get(1)), number(parts.get(2)), number(parts.get(3)));
    }
  }

  /** A single number of any type. */
  private static double number(NDArray value) {
    return value.toArray()[0].doubleValue();
  }

  @Override
  public void close() {
    model.close();
  }
}
