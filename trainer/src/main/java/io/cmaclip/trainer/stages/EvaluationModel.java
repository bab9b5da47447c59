package io.cmaclip.trainer.stages;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.TorchScriptArchive;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.Spoiler;
import io.cmaclip.trainer.data.ListingSet;
import io.cmaclip.trainer.recipe.AugmentationSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * CMA-CLIP as it serves, with weights that can be moved: holds the average of the weights during
 * training, and the stored weights when it is measured. Used by the training thread alone.
 */
public final class EvaluationModel implements AutoCloseable {
  private static final int BATCH = 128;

  private final Architecture architecture;
  private final List<TaskShape> tasks;
  private final OptimizerScript script;
  private final Model model;
  private final PtSymbolBlock block;
  private final PtNDManager manager;
  private final NamedArrays weights;

  EvaluationModel(
      Architecture architecture, List<TaskShape> tasks, Weights first, OptimizerScript script) {
    this.architecture = architecture;
    this.tasks = tasks;
    this.script = script;
    try {
      Path archive = Files.createTempFile("cmaclip-evaluation", ".pt");
      try {
        TorchScriptArchive.write(
            archive,
            CmaClipScript.module(architecture, tasks, first, ModuleSettings.SERVING),
            Map.of(CmaClipScript.FILE, CmaClipScript.source()));
        model = Model.newInstance("evaluation", "PyTorch");
        model.load(archive);
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
    weights = weights();
  }

  private NamedArrays weights() {
    Map<String, PtNDArray> named = new LinkedHashMap<>();
    block.getParameters().forEach(p -> named.put(p.getKey(), (PtNDArray) p.getValue().getArray()));
    try (IValue list = IValueUtils.runMethod(block, "running_statistics")) {
      NDList statistics = list.toNDList(manager);
      int next = 0;
      for (String name : architecture.weights(tasks).shapes().keySet()) {
        if (WeightLayout.isStatistic(name)) {
          named.put(name, (PtNDArray) statistics.get(next++));
        }
      }
    }
    Map<String, PtNDArray> ordered = new LinkedHashMap<>();
    architecture.weights(tasks).shapes().keySet().forEach(n -> ordered.put(n, named.get(n)));
    return new NamedArrays(ordered);
  }

  /** All weights by name, running statistics included; live. */
  NamedArrays arrays() {
    return weights;
  }

  /** A copy of all weights. */
  public WeightMap copy() {
    return weights.copy();
  }

  /** Takes over other weights of the same layout. */
  public void assign(Weights values) {
    weights.assign(values, script, manager);
  }

  /**
   * Answers for every listing of a split that has what the state asks for.
   *
   * @param state BOTH leaves listings as they are (one modality may be missing); IMAGE_ONLY hides
   *     titles, TEXT_ONLY pictures
   */
  public Outputs answer(ListingSet listings, ModalityState state) {
    boolean image = state != ModalityState.TEXT_ONLY;
    boolean text = state != ModalityState.IMAGE_ONLY;
    int[] members =
        IntStream.range(0, listings.size())
            .filter(i -> (image && listings.hasImage(i)) || (text && listings.tokens(i) != null))
            .boxed()
            .sorted(
                Comparator.comparingInt(
                    i -> listings.tokens(i) == null ? 0 : listings.tokens(i).length))
            .mapToInt(Integer::intValue)
            .toArray();
    BatchMaker maker = maker(listings);
    Outputs outputs = Outputs.empty(listings.size());
    for (int from = 0; from < members.length; from += BATCH) {
      int[] rows = Arrays.copyOfRange(members, from, Math.min(members.length, from + BATCH));
      forward(maker.plain(rows, image, text), rows, outputs);
    }
    return outputs;
  }

  private void forward(Batch batch, int[] rows, Outputs outputs) {
    float[] values = serve(batch);
    int classes = tasks.stream().mapToInt(TaskShape::classes).sum();
    int alone = architecture.auxiliaryHeads() ? classes : 0;
    int width = architecture.projection();
    int offset = 0;
    for (int row : rows) {
      outputs.logits()[row] = Arrays.copyOfRange(values, offset, offset += classes);
      outputs.imageWeight()[row] = Arrays.copyOfRange(values, offset, offset += tasks.size());
      outputs.imageLogits()[row] = Arrays.copyOfRange(values, offset, offset += alone);
      outputs.textLogits()[row] = Arrays.copyOfRange(values, offset, offset += alone);
      outputs.imageEmbedding()[row] = Arrays.copyOfRange(values, offset, offset += width);
      outputs.textEmbedding()[row] = Arrays.copyOfRange(values, offset, offset += width);
    }
  }

  /** All outputs of a batch, listing by listing: logits of all tasks first. */
  float[] serve(Batch batch) {
    try (PtNDManager step = (PtNDManager) manager.newSubManager()) {
      DeviceBatch b = DeviceBatch.of(batch, architecture.image(), step);
      PtNDArray method = (PtNDArray) step.create(0L);
      method.setName("module_method:serve");
      NDList inputs =
          new NDList(b.pixels(), b.tokens(), b.hasImage(), b.hasText(), b.lengths(), method);
      NDList result = IValueUtils.forward(block, inputs, false);
      result.attach(step);
      return result.head().toFloatArray();
    }
  }

  private BatchMaker maker(ListingSet listings) {
    return new BatchMaker(
        listings,
        0,
        architecture.image().height(),
        architecture.image().width(),
        AugmentationSettings.NONE,
        token -> false,
        Spoiler.NONE);
  }

  @Override
  public void close() {
    model.close();
  }
}
