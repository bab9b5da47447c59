package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.util.List;

/**
 * TorchScript of CMA-CLIP for float32 serving on a CPU: transformers and the convolutional stem are
 * replaced by the equivalent, faster ones of {@code packed.py} and {@code packed_stem.py}. Call the
 * module's {@code prepare} after loading.
 */
public final class PackedScript {
  // For smaller widths, the set-up of oneDNN's products per number of rows costs more than they
  // save.
  private static final int LEAST_WIDTH = 256;
  private static final List<String> PRODUCTS =
      List.of("qkv", "out", "up", "down", "last_q", "last_kv");

  private PackedScript() {}

  /** Returns the model of {@link CmaClipScript#of} in float32 with the parts replaced. */
  public static Script of(Architecture architecture, List<TaskShape> tasks, Weights weights) {
    return of(architecture, tasks, weights, LEAST_WIDTH);
  }

  static Script of(
      Architecture architecture, List<TaskShape> tasks, Weights weights, int leastWidth) {
    Script model = CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING);
    ScriptModule root = model.root();
    Script stem = withPackedStem(model, architecture);
    pack(root.module("image"), architecture.image().hidden(), leastWidth);
    pack(root.module("text"), architecture.text().hidden(), leastWidth);
    if (architecture.fusion().sequenceWise()) {
      pack(root.module("sequence_attention"), architecture.projection(), leastWidth);
    }
    return stem.within(root, PackedScript.class, "packed.py");
  }

  /** Replaces a convolutional stem; other models stay as they are. */
  static Script withPackedStem(Script model, Architecture architecture) {
    Stem kind = architecture.image().stem();
    if (kind == Stem.PATCH) {
      return model;
    }
    ScriptModule root = model.root();
    ScriptModule image = root.module("image").as("PackedImageEncoder");
    ScriptModule plain = image.module("stem");
    ScriptModule stem =
        kind.residual()
            ? foldable(plain).as("Packed" + plain.type()).putIntegers("strides", List.of())
            : plain.as("PackedStem");
    List.of("weights", "biases").forEach(name -> stem.putTensors(name, List.of()));
    stem.putIntegers("size", List.of(architecture.image().height(), architecture.image().width()));
    root.put("image", image.put("stem", stem));
    Script packed = model.within(root, PackedScript.class, "packed_stem.py");
    return kind.residual()
        ? packed.within(root, PackedScript.class, "packed_residual_stem.py")
        : packed;
  }

  /** Replaces the convolutions within a module by those whose weights can be released. */
  private static ScriptModule foldable(ScriptModule module) {
    if (module.type().equals("Convolution")) {
      return module.as("PackedConvolution");
    }
    ScriptModule copy = module.as(module.type());
    module
        .attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof ScriptModule part) {
                copy.put(name, foldable(part));
              }
            });
    return copy;
  }

  private static void pack(ScriptModule owner, int width, int leastWidth) {
    boolean wide = width >= leastWidth;
    ScriptModule packed =
        owner.module("transformer").as(wide ? "PackedTransformer" : "NarrowTransformer");
    List<String> lists = wide ? PRODUCTS : List.of("of_layers");
    lists.forEach(name -> packed.putTensors(name, List.of()));
    owner.put("transformer", packed);
  }
}
