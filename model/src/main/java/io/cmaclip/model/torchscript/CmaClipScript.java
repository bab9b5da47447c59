package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * TorchScript of CMA-CLIP ({@code cma_clip.py}) or of another fusion with the same encoders and
 * heads.
 */
public final class CmaClipScript {
  static final double LAYER_NORM_EPSILON = 1e-5;

  private CmaClipScript() {}

  /**
   * Returns the model. Weights are read when the archive is written.
   *
   * @throws IllegalArgumentException when names or shapes of the weights differ from architecture
   *     and tasks
   */
  public static Script of(
      Architecture architecture, List<TaskShape> tasks, Weights weights, ModuleSettings settings) {
    WeightLayout layout = architecture.weights(tasks);
    layout.check(weights.shapes());
    ScriptModule root =
        FusionScript.root(architecture, settings)
            .put("image", image(architecture.image(), settings))
            .put("text", text(architecture.text(), settings))
            .put(
                "sequence_attention",
                new ScriptModule("SequenceAttention")
                    .put("epsilon", LAYER_NORM_EPSILON)
                    .put(
                        "transformer",
                        transformer(
                            architecture.sequenceAttention().heads(),
                            false,
                            Activation.QUICK_GELU,
                            LAYER_NORM_EPSILON,
                            settings.dropout())))
            .putIntegers("classes", tasks.stream().map(TaskShape::classes).toList())
            .put("dropout", settings.dropout());
    putWeights(root, layout, weights, settings);
    List<String> texts = new ArrayList<>(encoderTexts(architecture.image()));
    texts.addAll(FusionScript.texts(architecture.fusion()));
    return Script.of(root, CmaClipScript.class, texts.toArray(String[]::new));
  }

  /** Returns the resources with the classes of the encoders. */
  static List<String> encoderTexts(ImageEncoder image) {
    return switch (image.stem()) {
      case PATCH -> List.of("cma_clip.py");
      case CONV -> List.of("cma_clip.py", "convolution_stem.py");
      case RESIDUAL, RESIDUAL_LARGE ->
          List.of("cma_clip.py", "convolution_stem.py", "residual_stem.py");
    };
  }

  /** Sets every weight of the layout on its module. */
  static void putWeights(
      ScriptModule root, WeightLayout layout, Weights weights, ModuleSettings settings) {
    for (String name : layout.shapes().keySet()) {
      int dot = name.lastIndexOf('.');
      ScriptModule owner = dot < 0 ? root : root.module(name.substring(0, dot));
      owner.put(name.substring(dot + 1), ScriptTensor.of(weights, name, settings.type()));
    }
  }

  /** Returns the image encoder without weights. */
  static ScriptModule image(ImageEncoder image, ModuleSettings settings) {
    boolean pixels = image.stem() == Stem.PATCH;
    ScriptModule module =
        new ScriptModule(pixels ? "ImageEncoder" : "ConvolutionalImageEncoder")
            .put("mean", channels(image.mean(), settings))
            .put("deviation", channels(image.deviation(), settings))
            .put(
                "transformer",
                transformer(
                    image.heads(),
                    false,
                    image.activation(),
                    image.epsilon(),
                    settings.encoderDropout()))
            .put("patch", image.patchSide())
            .put("epsilon", image.epsilon());
    return pixels ? module : module.put("stem", stem(image.stem()));
  }

  private static ScriptModule stem(Stem stem) {
    if (stem == Stem.CONV) {
      return new ScriptModule("ConvolutionStem").put("frozen", false);
    }
    ScriptModule residual =
        new ScriptModule(stem == Stem.RESIDUAL ? "ResidualStem" : "LargeResidualStem")
            .put("first", convolution());
    for (int block = 1; block < stem.channels().size(); block++) {
      residual.put(
          "block" + block,
          new ScriptModule("ResidualBlock")
              .put("stride", stem.strides().get(block))
              .put("first", convolution())
              .put("second", convolution())
              .put("skip", convolution()));
    }
    return residual;
  }

  private static ScriptModule convolution() {
    return new ScriptModule("Convolution").put("frozen", false);
  }

  /** Returns the text encoder without weights. */
  static ScriptModule text(TextEncoder text, ModuleSettings settings) {
    return new ScriptModule("TextEncoder")
        .put("epsilon", text.epsilon())
        .put(
            "transformer",
            transformer(
                text.heads(), true, text.activation(), text.epsilon(), settings.encoderDropout()));
  }

  /** Returns a transformer without weights. */
  public static ScriptModule transformer(
      int heads, boolean causal, Activation activation, double epsilon, double dropout) {
    return new ScriptModule("Transformer")
        .put("heads", heads)
        .put("causal", causal)
        .put("quick_gelu", activation == Activation.QUICK_GELU)
        .put("epsilon", epsilon)
        .put("dropout", dropout)
        .put("frozen", false);
  }

  private static ScriptTensor channels(List<Double> values, ModuleSettings settings) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return ScriptTensor.of(Tensor.of(floats, floats.length, 1, 1).as(settings.type()));
  }
}
