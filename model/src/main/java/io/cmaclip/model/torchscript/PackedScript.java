package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;
import java.util.Map;

/**
 * CMA-CLIP for serving in float32 on a CPU: wide transformers are replaced by those of {@code
 * packed.py}, which give the same results faster. Call the module's {@code prepare} after loading.
 */
public final class PackedScript {
  // Below, setting up oneDNN's products for every new number of rows takes what they save.
  private static final int LEAST_WIDTH = 256;
  private static final List<String> PRODUCTS =
      List.of("qkv", "out", "up", "down", "last_q", "last_kv");

  private PackedScript() {}

  /** Texts by place in the archive. */
  public static Map<String, String> sources() {
    return Map.of(
        CmaClipScript.FILE,
        CmaClipScript.source(),
        "__torch__/packed.py",
        CmaClipScript.text("packed.py"));
  }

  /** As {@link CmaClipScript#module}, float32, with the wide transformers replaced. */
  public static ScriptModule module(
      Architecture architecture, List<TaskShape> tasks, Weights weights) {
    return module(architecture, tasks, weights, LEAST_WIDTH);
  }

  static ScriptModule module(
      Architecture architecture, List<TaskShape> tasks, Weights weights, int leastWidth) {
    ScriptModule root = CmaClipScript.module(architecture, tasks, weights, ModuleSettings.SERVING);
    pack(root.module("image"), architecture.image().hidden(), leastWidth);
    pack(root.module("text"), architecture.text().hidden(), leastWidth);
    if (architecture.fusion().sequenceWise()) {
      pack(root.module("sequence_attention"), architecture.projection(), leastWidth);
    }
    return root;
  }

  private static void pack(ScriptModule owner, int width, int leastWidth) {
    if (width < leastWidth) {
      return;
    }
    ScriptModule packed = owner.module("transformer").as("__torch__.packed.PackedTransformer");
    PRODUCTS.forEach(name -> packed.putTensors(name, List.of()));
    owner.put("transformer", packed);
  }
}
