package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * TorchScript of CMA-CLIP for serving on a CPU with the transformers of {@code reduced.py}. Call
 * the module's {@code prepare} after loading.
 */
public final class ReducedScript {
  // Narrower products take less time than the conversion of their inputs.
  private static final int LEAST_WIDTH = 128;
  private static final List<String> PRODUCTS =
      List.of("qkv", "out", "up", "down", "last_q", "last_kv");
  private static final int LEVELS_OF_7_BITS = 63;
  private static final int LEVELS_OF_8_BITS = 127;

  private ReducedScript() {}

  /**
   * Returns the model with products in int8.
   *
   * @param eightBits whether activations have 8 bits: only where the processor adds products of 8
   *     bits in 32 bits (VNNI). Others add pairs in 16 bits, which would overflow; 7 bits fit
   */
  public static Script int8(
      Architecture architecture, List<TaskShape> tasks, Weights weights, boolean eightBits) {
    return int8(architecture, tasks, weights, eightBits, LEAST_WIDTH);
  }

  static Script int8(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      boolean eightBits,
      int leastWidth) {
    int levels = eightBits ? LEVELS_OF_8_BITS : LEVELS_OF_7_BITS;
    return of(
        CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING),
        architecture,
        leastWidth,
        transformer ->
            transformer
                .as("Int8Transformer")
                .putTensors("middle", List.of())
                .put("levels", levels));
  }

  /**
   * Returns the model with products and attention in bfloat16.
   *
   * @param packed whether oneDNN has bfloat16 products for the processor; without them PyTorch's
   *     own are used, which are slower than float32
   */
  public static Script bfloat16(
      Architecture architecture, List<TaskShape> tasks, Weights weights, boolean packed) {
    return bfloat16(architecture, tasks, weights, packed, LEAST_WIDTH);
  }

  static Script bfloat16(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      boolean packed,
      int leastWidth) {
    return of(
        CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING),
        architecture,
        leastWidth,
        transformer -> transformer.as("Bfloat16Transformer").put("packed", packed));
  }

  private static Script of(
      Script model,
      Architecture architecture,
      int leastWidth,
      UnaryOperator<ScriptModule> reduced) {
    ScriptModule root = model.root();
    Script stem = PackedScript.withPackedStem(model, architecture);
    reduce(root.module("image"), architecture.image().hidden(), leastWidth, reduced);
    reduce(root.module("text"), architecture.text().hidden(), leastWidth, reduced);
    if (architecture.fusion().sequenceWise()) {
      reduce(root.module("sequence_attention"), architecture.projection(), leastWidth, reduced);
    }
    return stem.within(root, ReducedScript.class, "reduced.py");
  }

  private static void reduce(
      ScriptModule owner, int width, int leastWidth, UnaryOperator<ScriptModule> reduced) {
    if (width >= leastWidth) {
      ScriptModule transformer = reduced.apply(owner.module("transformer"));
      PRODUCTS.forEach(name -> transformer.putTensors(name, List.of()));
      owner.put("transformer", transformer);
    }
  }
}
