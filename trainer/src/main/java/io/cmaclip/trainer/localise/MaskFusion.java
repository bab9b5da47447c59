package io.cmaclip.trainer.localise;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import io.cmaclip.model.torchscript.ScriptTensor;
import io.cmaclip.model.weights.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ways to combine image and text before the decoder of a mask ({@code localise.py}). */
public enum MaskFusion {
  CONCATENATION("Concatenation", "concatenation of the pooled embeddings"),
  OUTER_PRODUCT("OuterProduct", "outer product of the pooled embeddings (CLIP in the report)"),
  CROSS_ATTENTION("CrossAttention", "cross-attention, the text asks"),
  POSITIONS("PositionConcatenation", "concatenation at each patch"),
  SEQUENCE_WISE("SequenceWise", "sequence-wise attention (CMA)"),
  IMAGE_ALONE("ImageAlone", "sequence-wise attention, no text");

  /** Channels of the decoder's input. */
  private static final int CHANNELS = 48;

  private static final int LAYERS = 2;
  private static final int HEADS = 4;

  private final String type;
  private final String description;

  MaskFusion(String type, String description) {
    this.type = type;
    this.description = description;
  }

  String description() {
    return description;
  }

  /** The name in options and files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The module with random weights. */
  Script script(EncodedShape shape, long seed) {
    Weights random = new Weights(new SplittableRandom(seed));
    int d = shape.width();
    int cells = shape.rows() * shape.columns();
    ScriptModule root =
        new ScriptModule(type)
            .put("rows", shape.rows())
            .put("columns", shape.columns())
            .put("decoder", decoder(random));
    switch (this) {
      case CONCATENATION -> random.linear(root, "spread", CHANNELS * cells, 2 * d);
      case OUTER_PRODUCT -> {
        random.linear(root, "image", 16, d);
        random.linear(root, "text", 16, d);
        random.linear(root, "spread", CHANNELS * cells, 17 * 17);
      }
      case CROSS_ATTENTION -> {
        root.put("query_weight", random.matrix(d, d)).put("seen_weight", random.matrix(2 * d, d));
        random.linear(root, "reduce", 32, d);
        random.linear(root, "spread", CHANNELS * cells, 32 * shape.tokens());
      }
      case POSITIONS -> random.linear(root, "spread", CHANNELS, 2 * d);
      case SEQUENCE_WISE, IMAGE_ALONE -> {
        root.put("modality", Weights.filled(0, 2, d)).put("transformer", transformer(random, d));
        random.linear(root, "spread", CHANNELS, d);
      }
    }
    return Script.of(root, CmaClipScript.class, "cma_clip.py")
        .within(root, MaskFusion.class, "localise.py");
  }

  private static ScriptModule decoder(Weights random) {
    ScriptModule decoder = new ScriptModule("MaskDecoder");
    int[] channels = {CHANNELS, CHANNELS, 32, 24, 4};
    for (int layer = 1; layer < channels.length; layer++) {
      int out = channels[layer];
      decoder
          .put("conv" + layer + "_weight", random.normal(out, channels[layer - 1], 3, 3))
          .put("conv" + layer + "_bias", Weights.filled(0, out));
      if (layer < channels.length - 1) {
        decoder
            .put("norm" + layer + "_weight", Weights.filled(1, out))
            .put("norm" + layer + "_bias", Weights.filled(0, out));
      }
    }
    return decoder;
  }

  private static ScriptModule transformer(Weights random, int d) {
    return CmaClipScript.transformer(HEADS, false, Activation.QUICK_GELU, 1e-5, 0)
        .put("norm1_weight", Weights.filled(1, LAYERS, d))
        .put("norm1_bias", Weights.filled(0, LAYERS, d))
        .put("qkv_weight", random.stack(3 * d, d))
        .put("qkv_bias", Weights.filled(0, LAYERS, 3 * d))
        .put("out_weight", random.stack(d, d))
        .put("out_bias", Weights.filled(0, LAYERS, d))
        .put("norm2_weight", Weights.filled(1, LAYERS, d))
        .put("norm2_bias", Weights.filled(0, LAYERS, d))
        .put("up_weight", random.stack(4 * d, d))
        .put("up_bias", Weights.filled(0, LAYERS, 4 * d))
        .put("down_weight", random.stack(d, 4 * d))
        .put("down_bias", Weights.filled(0, LAYERS, d));
  }

  /** Initial values: normal, scaled by the number of inputs; biases 0. */
  private record Weights(SplittableRandom random) {
    static ScriptTensor filled(float value, int... shape) {
      float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      Arrays.fill(values, value);
      return tensor(values, shape);
    }

    private static ScriptTensor tensor(float[] values, int... shape) {
      return ScriptTensor.of(Tensor.of(values, Arrays.stream(shape).asLongStream().toArray()));
    }

    void linear(ScriptModule owner, String name, int out, int in) {
      owner.put(name + "_weight", matrix(out, in)).put(name + "_bias", filled(0, out));
    }

    ScriptTensor matrix(int out, int in) {
      return normal(out, in);
    }

    ScriptTensor stack(int out, int in) {
      return drawn(1 / Math.sqrt(2.0 * LAYERS * in), LAYERS, out, in);
    }

    /** Followed by a ReLU or a norm (He et al., 2015). */
    ScriptTensor normal(int... shape) {
      double in = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
      return drawn(Math.sqrt(2 / in), shape);
    }

    private ScriptTensor drawn(double deviation, int... shape) {
      float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
      return tensor(values, shape);
    }
  }
}
