package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;
import java.util.Map;

/** CMA-CLIP with a view into its sequence-wise attention ({@code explain.py}). */
public final class ExplainScript {
  private ExplainScript() {}

  /** Texts by place in the archive. */
  public static Map<String, String> sources() {
    return Map.of(
        CmaClipScript.FILE,
        CmaClipScript.source(),
        "__torch__/explain.py",
        CmaClipScript.text("explain.py"));
  }

  /**
   * The module {@code __torch__.explain.Explain}, float32.
   *
   * @throws IllegalArgumentException when the fusion has no sequence-wise attention
   */
  public static ScriptModule module(
      Architecture architecture, List<TaskShape> tasks, Weights weights) {
    if (!architecture.fusion().sequenceWise()) {
      throw new IllegalArgumentException(
          "fusion = " + architecture.fusion() + " has no sequence-wise attention");
    }
    ScriptModule model = CmaClipScript.module(architecture, tasks, weights, ModuleSettings.SERVING);
    return new ScriptModule("__torch__.explain.Explain")
        .put("model", model)
        .put("attention", model.module("sequence_attention").module("transformer"));
  }
}
