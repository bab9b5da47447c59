package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;

/** TorchScript of CMA-CLIP with access to its sequence-wise attention ({@code explain.py}). */
public final class ExplainScript {
  private ExplainScript() {}

  /**
   * Returns the model, float32.
   *
   * @throws IllegalArgumentException when the fusion has no sequence-wise attention
   */
  public static Script of(Architecture architecture, List<TaskShape> tasks, Weights weights) {
    if (!architecture.fusion().sequenceWise()) {
      throw new IllegalArgumentException(
          "fusion = " + architecture.fusion() + " has no sequence-wise attention");
    }
    Script model = CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING);
    ScriptModule outer = new ScriptModule("Explain").put("model", model.root());
    return model.within(outer, ExplainScript.class, "explain.py");
  }
}
