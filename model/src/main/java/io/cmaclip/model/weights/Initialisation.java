package io.cmaclip.model.weights;

import io.cmaclip.model.architecture.WeightLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Initial weights as in CLIP (openai/CLIP model.py, initialize_parameters): normal with a standard
 * deviation that depends on width and depth; norms 1 and 0; biases 0. Each tensor has its own
 * random stream, derived from seed and name, so its values do not depend on other tensors. Every
 * {@link #get} computes the tensor. Immutable and thread-safe.
 */
public final class Initialisation implements Weights {
  /** Decoders, initialised like transformers. */
  private static final List<String> DECODERS =
      List.of("joint.decoder.", "joint.read.", "joint.ask.");

  private final WeightLayout layout;
  private final long seed;

  public Initialisation(WeightLayout layout, long seed) {
    this.layout = layout;
    this.seed = seed;
  }

  /** Returns all weights of the layout in memory, float32. */
  public WeightMap all() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    names().forEach(name -> tensors.put(name, get(name)));
    return new WeightMap(tensors);
  }

  @Override
  public Set<String> names() {
    return layout.shapes().keySet();
  }

  @Override
  public TensorInfo info(String name) {
    return new TensorInfo(ElementType.FLOAT32, Weights.find(layout.shapes(), name));
  }

  @Override
  public Tensor get(String name) {
    TensorInfo info = info(name);
    List<Long> shape = info.shape();
    ByteBuffer data = Tensor.allocate(info.bytes());
    if (name.equals("logit_scale")) {
      data.putFloat((float) Math.log(1 / 0.07));
    } else if (startsAtOne(name)) {
      while (data.hasRemaining()) {
        data.putFloat(1);
      }
    } else if (!startsAtZero(name)) {
      CRC32 hash = new CRC32();
      hash.update(name.getBytes(StandardCharsets.UTF_8));
      SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + hash.getValue());
      double deviation = deviation(name, shape);
      while (data.hasRemaining()) {
        data.putFloat((float) (deviation * random.nextGaussian()));
      }
    }
    return new Tensor(info, data.rewind());
  }

  private static boolean startsAtOne(String name) {
    boolean gain = name.contains("norm") && name.endsWith("_weight");
    return gain || name.endsWith("_variance");
  }

  private static boolean startsAtZero(String name) {
    return name.endsWith("_bias")
        || name.endsWith("_mean")
        || name.equals("sequence_attention.modality")
        || name.equals("joint.modality");
  }

  private static double deviation(String name, List<Long> shape) {
    double in = 1;
    for (long dimension : shape.subList(Math.min(1, shape.size()), shape.size())) {
      in *= dimension;
    }
    boolean decoder = DECODERS.stream().anyMatch(name::startsWith);
    if (name.contains(".transformer.") || decoder) {
      long layers = shape.get(0);
      double width = name.endsWith("down_weight") ? shape.get(1) : shape.get(2);
      double projection = 1 / Math.sqrt(width * 2.0 * layers);
      if (name.endsWith("qkv_weight")
          || name.endsWith("query_weight")
          || name.endsWith("seen_weight")) {
        return 1 / Math.sqrt(width);
      }
      return name.endsWith("up_weight") ? 1 / Math.sqrt(2.0 * width) : projection;
    }
    if (name.startsWith("joint.")) {
      return 1 / Math.sqrt((double) shape.get(shape.size() - 1));
    }
    return switch (name) {
      case "text.token" -> 0.02;
      case "text.position" -> 0.01;
      case "image.class_token" -> 1 / Math.sqrt((double) shape.get(0));
      // ReLU halves the variance (He et al., 2015).
      case "hidden_weight" -> Math.sqrt(2 / (double) shape.get(2));
      default -> name.startsWith("image.stem.") ? Math.sqrt(2.0 / in) : 1 / Math.sqrt(in);
    };
  }
}
