package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.weights.Weights;
import java.util.Map;

/** CLIP's encoders by themselves ({@code clip.py}), of the same text as CMA-CLIP. */
public final class ClipScript {
  private ClipScript() {}

  /** Texts by place in the archive. */
  public static Map<String, String> sources() {
    return Map.of(
        CmaClipScript.FILE,
        CmaClipScript.source(),
        "__torch__/clip.py",
        CmaClipScript.text("clip.py"));
  }

  /**
   * The module {@code __torch__.clip.Clip}, float32. Weights are read when the archive is written.
   */
  public static ScriptModule module(
      ImageEncoder image, TextEncoder text, int projection, Weights weights) {
    ModuleSettings settings = ModuleSettings.SERVING;
    ScriptModule root =
        new ScriptModule("__torch__.clip.Clip")
            .put("image", CmaClipScript.image(image, settings))
            .put("text", CmaClipScript.text(text, settings));
    WeightLayout layout = WeightLayout.ofEncoders(image, text, projection);
    CmaClipScript.putWeights(root, layout, weights, settings);
    return root;
  }
}
