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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The TorchScript text of CMA-CLIP ({@code cma_clip.py}) and its module tree with weights. */
public final class CmaClipScript {
  /** Where the text stands in an archive. */
  public static final String FILE = "__torch__.py";

  static final double LAYER_NORM_EPSILON = 1e-5;

  private CmaClipScript() {}

  /** The text, the same for every architecture. */
  public static String source() {
    return text("cma_clip.py");
  }

  static String text(String resource) {
    try (InputStream in = CmaClipScript.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The module {@code __torch__.CmaClip}. Weights are read when the archive is written.
   *
   * @throws IllegalArgumentException when names or shapes of the weights are not those of the
   *     architecture and tasks
   */
  public static ScriptModule module(
      Architecture architecture, List<TaskShape> tasks, Weights weights, ModuleSettings settings) {
    WeightLayout layout = architecture.weights(tasks);
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    weights.names().forEach(name -> shapes.put(name, weights.info(name).shape()));
    layout.check(shapes);
    ScriptModule attentionModule =
        new ScriptModule("__torch__.SequenceAttention")
            .put("epsilon", LAYER_NORM_EPSILON)
            .put(
                "transformer",
                transformer(
                    architecture.sequenceAttention().heads(),
                    false,
                    Activation.QUICK_GELU,
                    LAYER_NORM_EPSILON,
                    settings.dropout()));
    ScriptModule root =
        new ScriptModule("__torch__.CmaClip")
            .put("image", image(architecture.image(), settings))
            .put("text", text(architecture.text(), settings))
            .put("sequence_attention", attentionModule)
            .putIntegers("classes", tasks.stream().map(TaskShape::classes).toList())
            .put("sequence_wise", architecture.fusion().sequenceWise())
            .put("modality_wise", architecture.fusion().modalityWise())
            .put("joint", JointScript.module(architecture, settings))
            .put("joined", architecture.fusion().joint())
            .put("reads_inputs", architecture.fusion().readsInputs())
            .put("image_width", architecture.encodedImageWidth())
            .put("text_width", architecture.encodedTextWidth())
            .put("image_share", architecture.fusion().imageShare())
            .put("dropout", settings.dropout());
    putWeights(root, layout, weights, settings);
    return root;
  }

  /** Every weight of the layout into the module that its name says. */
  static void putWeights(
      ScriptModule root, WeightLayout layout, Weights weights, ModuleSettings settings) {
    for (String name : layout.shapes().keySet()) {
      int dot = name.lastIndexOf('.');
      ScriptModule owner = dot < 0 ? root : root.module(name.substring(0, dot));
      owner.put(name.substring(dot + 1), ScriptTensor.of(weights, name, settings.type()));
    }
  }

  /** The image encoder, without its weights. */
  static ScriptModule image(ImageEncoder image, ModuleSettings settings) {
    return new ScriptModule("__torch__.ImageEncoder")
        .put("mean", channels(image.mean(), settings))
        .put("deviation", channels(image.deviation(), settings))
        .put("stem", stem(image.stem()))
        .put("epsilon", image.epsilon())
        .put(
            "patch",
            image.stem() == Stem.CONV ? image.patch() / ImageEncoder.STEM_STRIDE : image.patch())
        .put(
            "transformer",
            transformer(
                image.heads(),
                false,
                image.activation(),
                image.epsilon(),
                settings.encoderDropout()));
  }

  /** The text encoder, without its weights. */
  static ScriptModule text(TextEncoder text, ModuleSettings settings) {
    return new ScriptModule("__torch__.TextEncoder")
        .put("epsilon", text.epsilon())
        .put(
            "transformer",
            transformer(
                text.heads(), true, text.activation(), text.epsilon(), settings.encoderDropout()));
  }

  static ScriptModule transformer(
      int heads, boolean causal, Activation activation, double epsilon, double dropout) {
    return new ScriptModule("__torch__.Transformer")
        .put("heads", heads)
        .put("causal", causal)
        .put("quick_gelu", activation == Activation.QUICK_GELU)
        .put("epsilon", epsilon)
        .put("dropout", dropout)
        .put("frozen", false);
  }

  private static ScriptModule stem(Stem stem) {
    return switch (stem) {
      case PATCH -> new ScriptModule("__torch__.PatchStem");
      case CONV -> new ScriptModule("__torch__.ConvolutionStem").put("frozen", false);
    };
  }

  private static ScriptTensor channels(List<Double> values, ModuleSettings settings) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return ScriptTensor.of(Tensor.of(floats, floats.length, 1, 1).as(settings.type()));
  }
}
