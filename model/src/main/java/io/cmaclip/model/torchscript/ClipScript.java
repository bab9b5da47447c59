package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/** TorchScript of CLIP's encoders ({@code clip.py}), sharing their classes with CMA-CLIP. */
public final class ClipScript {
  private ClipScript() {}

  /** Returns the model, float32. Weights are read when the archive is written. */
  public static Script of(ImageEncoder image, TextEncoder text, int projection, Weights weights) {
    ModuleSettings settings = ModuleSettings.SERVING;
    ScriptModule root =
        new ScriptModule("Clip")
            .put("image", CmaClipScript.image(image, settings))
            .put("text", CmaClipScript.text(text, settings));
    WeightLayout layout = WeightLayout.ofEncoders(image, text, projection);
    CmaClipScript.putWeights(root, layout, weights, settings);
    List<String> texts = new ArrayList<>(CmaClipScript.encoderTexts(image));
    texts.add("clip.py");
    return Script.of(root, ClipScript.class, texts.toArray(String[]::new));
  }
}
