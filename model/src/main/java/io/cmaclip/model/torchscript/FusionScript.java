package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.SingleStream;
import java.util.List;

/** Root class and additional modules of each fusion. */
final class FusionScript {
  /** Share of listings with both modalities that lose one in training. */
  private static final double EMBRACENET_MODALITY_DROPOUT = 0.5;

  private FusionScript() {}

  /** Returns the root module with the attributes specific to the fusion. */
  static ScriptModule root(Architecture a, ModuleSettings settings) {
    Fusion fusion = a.fusion();
    ScriptModule root = new ScriptModule(rootClass(fusion));
    if (!fusion.modalityWise()) {
      root.put("image_share", fusion.imageShare());
    }
    return fusion.joint() ? root.put("joint", joint(a, settings)) : root;
  }

  private static String rootClass(Fusion fusion) {
    if (fusion.joint()) {
      return fusion.readsInputs() ? "InputReadingClip" : "JointClip";
    }
    if (fusion.sequenceWise()) {
      return fusion.modalityWise() ? "CmaClip" : "WithoutModalityAttention";
    }
    return "WithoutAttention";
  }

  /** Returns the resources with the classes of a fusion, in addition to {@code cma_clip.py}. */
  static List<String> texts(Fusion fusion) {
    return switch (fusion) {
      case CMA -> List.of();
      case CMA_NO_MODALITY_ATTENTION, CMA_NO_ATTENTION, IMAGE_ONLY, TEXT_ONLY ->
          List.of("fusions/ablations.py");
      case CLIP_SUM -> joint("clip_sum.py");
      case CLIP_CONCAT -> joint("clip_concat.py");
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> joint("single_stream.py");
      case OUTER_PRODUCT -> joint("outer_product.py");
      case CROSS_ATTENTION, COCA -> joint("text_decoder.py");
      case EMBRACENET -> joint("embrace_net.py");
      case PERCEIVER -> joint("perceiver.py");
    };
  }

  private static List<String> joint(String text) {
    return List.of(
        "fusions/ablations.py", "fusions/joint.py", "fusions/decoder.py", "fusions/" + text);
  }

  /** Returns the joint module without weights. */
  private static ScriptModule joint(Architecture a, ModuleSettings settings) {
    double epsilon = CmaClipScript.LAYER_NORM_EPSILON;
    int heads = a.sequenceAttention().heads();
    return switch (a.fusion()) {
      case CLIP_SUM -> new ScriptModule("ClipSum");
      case CLIP_CONCAT -> new ScriptModule("ClipConcat");
      case OUTER_PRODUCT -> new ScriptModule("OuterProduct");
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> {
        SingleStream stream = SingleStream.of(a);
        yield new ScriptModule("SingleStream")
            .put("transformer", transformer(stream.heads(), settings))
            .put("patches", stream.patches())
            .put("words", stream.words())
            .put("width", a.projection())
            .put("epsilon", epsilon);
      }
      case CROSS_ATTENTION, COCA ->
          new ScriptModule("TextDecoder")
              .put("decoder", decoder(heads, settings))
              .put("epsilon", epsilon);
      case EMBRACENET ->
          new ScriptModule("EmbraceNet").put("modality_dropout", EMBRACENET_MODALITY_DROPOUT);
      case PERCEIVER ->
          new ScriptModule("Perceiver")
              .put("read", decoder(heads, settings))
              .put("transformer", transformer(heads, settings))
              .put("ask", decoder(heads, settings))
              .put("epsilon", epsilon);
      case CMA, CMA_NO_MODALITY_ATTENTION, CMA_NO_ATTENTION, IMAGE_ONLY, TEXT_ONLY ->
          throw new IllegalArgumentException(a.fusion() + " makes no joint representation");
    };
  }

  private static ScriptModule transformer(int heads, ModuleSettings settings) {
    return CmaClipScript.transformer(
        heads, false, Activation.QUICK_GELU, CmaClipScript.LAYER_NORM_EPSILON, settings.dropout());
  }

  private static ScriptModule decoder(int heads, ModuleSettings settings) {
    return new ScriptModule("Decoder")
        .put("heads", heads)
        .put("epsilon", CmaClipScript.LAYER_NORM_EPSILON)
        .put("dropout", settings.dropout());
  }
}
