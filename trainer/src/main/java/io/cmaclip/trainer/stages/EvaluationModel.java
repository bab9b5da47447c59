package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.BatchMaker;
import io.cmaclip.trainer.batches.ImageSize;
import io.cmaclip.trainer.data.ListingSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The serving form of CMA-CLIP with assignable weights: the EMA of the weights during training, the
 * stored weights for the final measurement. Confined to the training thread.
 */
public final class EvaluationModel implements AutoCloseable {
  private static final int BATCH = 128;

  private final Architecture architecture;
  private final List<TaskShape> tasks;
  private final OptimizerScript script;
  private final ScriptBlock block;
  private final NamedArrays weights;

  EvaluationModel(
      Architecture architecture, List<TaskShape> tasks, Weights first, OptimizerScript script) {
    this.architecture = architecture;
    this.tasks = tasks;
    this.script = script;
    block = ScriptBlock.load(CmaClipScript.of(architecture, tasks, first, ModuleSettings.SERVING));
    WeightLayout layout = architecture.weights(tasks);
    Map<String, PtNDArray> all = block.parameters();
    all.putAll(block.statistics(layout));
    Map<String, PtNDArray> ordered = new LinkedHashMap<>();
    layout.shapes().keySet().forEach(name -> ordered.put(name, all.get(name)));
    weights = new NamedArrays(ordered);
  }

  /** The live weights by name, including running statistics. */
  NamedArrays arrays() {
    return weights;
  }

  /** A copy of all weights. */
  public WeightMap copy() {
    return weights.copy();
  }

  /** Copies weights of the same layout into the model. */
  public void assign(Weights values) {
    weights.assign(values, script, block.manager());
  }

  /**
   * Answers every listing of a split that has a modality of the given state.
   *
   * @param state BOTH uses all modalities that a listing has; IMAGE_ONLY hides titles, TEXT_ONLY
   *     hides images
   */
  public Outputs answer(ListingSet listings, ModalityState state) {
    boolean image = state != ModalityState.TEXT_ONLY;
    boolean text = state != ModalityState.IMAGE_ONLY;
    int[] members =
        listings.byTitleLength(
            IntStream.range(0, listings.size())
                .filter(
                    i -> (image && listings.hasImage(i)) || (text && listings.titleLength(i) > 0)));
    BatchMaker maker = BatchMaker.unaugmented(listings, ImageSize.of(architecture.image()));
    Outputs outputs = Outputs.empty(listings.size());
    for (int from = 0; from < members.length; from += BATCH) {
      int[] rows = Arrays.copyOfRange(members, from, Math.min(members.length, from + BATCH));
      answer(maker.plain(rows, image, text), rows, outputs);
    }
    return outputs;
  }

  private void answer(Batch batch, int[] rows, Outputs outputs) {
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

  /** All outputs of a batch by listing, starting with the logits of all tasks. */
  float[] serve(Batch batch) {
    try (PtNDManager step = (PtNDManager) block.manager().newSubManager()) {
      NDList inputs =
          DeviceBatch.of(batch, architecture.image(), step)
              .list("pixels", "tokens", "has_image", "has_text", "length");
      return block.call("serve", inputs, false).head().toFloatArray();
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
