package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.SingleStream;

/** The module that makes one representation of image and text, without its weights. */
final class JointScript {
  /** Half of the listings with both modalities lose one in training. */
  private static final double EMBRACENET_MODALITY_DROPOUT = 0.5;

  private JointScript() {}

  static ScriptModule module(Architecture a, ModuleSettings settings) {
    ScriptModule joint = new ScriptModule("__torch__." + name(a));
    switch (a.fusion()) {
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> {
        SingleStream stream = SingleStream.of(a);
        joint.put("transformer", transformer(stream.heads(), settings));
        joint.put("patches", stream.patches()).put("words", stream.words());
        joint.put("width", a.projection());
      }
      case CROSS_ATTENTION, COCA -> joint.put("decoder", decoder(a, settings));
      case EMBRACENET -> {
        return joint.put("modality_dropout", EMBRACENET_MODALITY_DROPOUT);
      }
      case PERCEIVER -> {
        joint.put("read", decoder(a, settings)).put("ask", decoder(a, settings));
        joint.put("transformer", transformer(a.sequenceAttention().heads(), settings));
      }
      default -> {
        return joint;
      }
    }
    return joint.put("epsilon", CmaClipScript.LAYER_NORM_EPSILON);
  }

  private static String name(Architecture a) {
    return switch (a.fusion()) {
      case CLIP_SUM -> "ClipSum";
      case CLIP_CONCAT -> "ClipConcat";
      case CLIP_TRANSFORMER, MMBT, ONE_STREAM -> "SingleStream";
      case OUTER_PRODUCT -> "OuterProduct";
      case CROSS_ATTENTION, COCA -> "TextDecoder";
      case EMBRACENET -> "EmbraceNet";
      case PERCEIVER -> "Perceiver";
      default -> "NoJoint";
    };
  }

  private static ScriptModule transformer(int heads, ModuleSettings settings) {
    return CmaClipScript.transformer(
        heads, false, Activation.QUICK_GELU, CmaClipScript.LAYER_NORM_EPSILON, settings.dropout());
  }

  private static ScriptModule decoder(Architecture a, ModuleSettings settings) {
    return new ScriptModule("__torch__.Decoder")
        .put("heads", a.sequenceAttention().heads())
        .put("epsilon", CmaClipScript.LAYER_NORM_EPSILON)
        .put("dropout", settings.dropout());
  }
}
