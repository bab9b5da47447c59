package io.cmaclip.model.torchscript;

import io.cmaclip.model.architecture.Activation;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fit;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.SequenceAttention;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.architecture.TextEncoder;
import io.cmaclip.model.text.TinyTokenizer;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Initialisation;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.WeightMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Small architectures and weights for tests; every weight affects the output. */
public final class TinyModel {
  public static final List<TaskShape> TASKS =
      List.of(new TaskShape("colour", 3), new TaskShape("pattern", 4));

  private TinyModel() {}

  public static Architecture architecture(Stem stem, boolean auxiliaryHeads) {
    return architecture(stem, auxiliaryHeads, Activation.QUICK_GELU, Fusion.CMA);
  }

  public static Architecture architecture(Stem stem, Fusion fusion) {
    return architecture(stem, true, Activation.QUICK_GELU, fusion);
  }

  static Architecture architecture(
      Stem stem, boolean auxiliaryHeads, Activation activation, Fusion fusion) {
    return new Architecture(
        new ImageEncoder(
            32,
            48,
            Fit.STRETCH,
            32,
            List.of(0.48, 0.45, 0.40),
            List.of(0.27, 0.26, 0.28),
            stem,
            16,
            24,
            2,
            3,
            96,
            activation,
            1e-5),
        new TextEncoder(TinyTokenizer.VOCABULARY, 12, 16, 2, 2, 64, activation, 1e-5),
        20,
        new SequenceAttention(2, 4),
        14,
        auxiliaryHeads,
        fusion);
  }

  /** Like {@link Initialisation}, but norms, biases and statistics are random too. */
  public static WeightMap weights(Architecture architecture, List<TaskShape> tasks, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    WeightMap first = new Initialisation(architecture.weights(tasks), seed).all();
    SplittableRandom random = new SplittableRandom(seed);
    for (String name : first.names()) {
      float[] values = first.get(name).toFloats();
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.2f * random.nextFloat();
      }
      long[] shape = first.info(name).shape().stream().mapToLong(Long::longValue).toArray();
      tensors.put(name, Tensor.of(values, shape).as(ElementType.FLOAT32));
    }
    return new WeightMap(tensors);
  }
}
