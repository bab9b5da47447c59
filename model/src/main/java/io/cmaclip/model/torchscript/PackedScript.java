package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;

/**
 * TorchScript of CMA-CLIP for float32 serving on a CPU: wide transformers are replaced by the
 * equivalent, faster ones of {@code packed.py}. Call the module's {@code prepare} after loading.
 */
public final class PackedScript {
  // For smaller widths, the set-up of oneDNN's products per number of rows costs more than they
  // save.
  private static final int LEAST_WIDTH = 256;
  private static final List<String> PRODUCTS =
      List.of("qkv", "out", "up", "down", "last_q", "last_kv");

  private PackedScript() {}

  /**
   * Returns the model of {@link CmaClipScript#of} in float32 with the wide transformers replaced.
   */
  public static Script of(Architecture architecture, List<TaskShape> tasks, Weights weights) {
    return of(architecture, tasks, weights, LEAST_WIDTH);
  }

  static Script of(
      Architecture architecture, List<TaskShape> tasks, Weights weights, int leastWidth) {
    Script model = CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING);
    ScriptModule root = model.root();
    pack(root.module("image"), architecture.image().hidden(), leastWidth);
    pack(root.module("text"), architecture.text().hidden(), leastWidth);
    if (architecture.fusion().sequenceWise()) {
      pack(root.module("sequence_attention"), architecture.projection(), leastWidth);
    }
    return model.within(root, PackedScript.class, "packed.py");
  }

  private static void pack(ScriptModule owner, int width, int leastWidth) {
    if (width < leastWidth) {
      return;
    }
    ScriptModule packed = owner.module("transformer").as("PackedTransformer");
    PRODUCTS.forEach(name -> packed.putTensors(name, List.of()));
    owner.put("transformer", packed);
  }
}
