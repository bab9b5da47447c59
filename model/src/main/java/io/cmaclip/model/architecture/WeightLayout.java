package io.cmaclip.model.architecture;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of all weights of a model, in a fixed order. A name is the attribute path in the
 * TorchScript text. The weights of a transformer's layers are stacked: the first axis is the layer.
 * Weights that a fusion or missing auxiliary heads do not use have no elements.
 *
 * @param shapes learned weights and running statistics
 */
public record WeightLayout(Map<String, List<Long>> shapes) {
  private static final List<String> STATISTICS = List.of("_mean", "_variance");

  public WeightLayout {
    shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  static WeightLayout of(Architecture a, List<TaskShape> tasks) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one task");
    }
    Builder b = new Builder();
    encoders(b, a.image(), a.text(), a.projection());
    long d = a.projection();
    boolean sequenceWise = a.fusion().sequenceWise();
    b.add("sequence_attention.modality", sequenceWise ? 2 : 0, d);
    b.transformer(
        "sequence_attention.transformer",
        sequenceWise ? a.sequenceAttention().layers() : 0,
        d,
        4 * d);
    b.norm("sequence_attention.norm_after", sequenceWise ? d : 0);

    JointLayout.add(b, a, tasks.size());

    long classes = tasks.stream().mapToLong(TaskShape::classes).sum();
    b.add("modality_query", a.fusion().modalityWise() ? tasks.size() : 0, d);
    b.add("hidden_weight", tasks.size(), a.headHidden(), d);
    b.add("hidden_bias", tasks.size(), a.headHidden());
    b.add("class_weight", classes, a.headHidden());
    b.add("class_bias", classes);
    long alone = a.auxiliaryHeads() ? classes : 0;
    b.add("image_class_weight", alone, d);
    b.add("image_class_bias", alone);
    b.add("text_class_weight", alone, d);
    b.add("text_class_bias", alone);
    return new WeightLayout(b.shapes);
  }

  /** Layout of CLIP: both encoders and the logit scale. */
  public static WeightLayout ofEncoders(ImageEncoder image, TextEncoder text, int projection) {
    Builder b = new Builder();
    encoders(b, image, text, projection);
    return new WeightLayout(b.shapes);
  }

  private static void encoders(Builder b, ImageEncoder image, TextEncoder text, int projection) {
    switch (image.stem()) {
      case PATCH -> {}
      case CONV -> convolutions(b, image.stem().channels());
      case RESIDUAL, RESIDUAL_LARGE -> residualBlocks(b, image.stem().channels());
    }
    b.add("image.patch_weight", image.hidden(), image.patchSize());
    b.add("image.class_token", image.hidden());
    b.add("image.position", image.tokens(), image.hidden());
    b.norm("image.norm_before", image.hidden());
    b.transformer("image.transformer", image.layers(), image.hidden(), image.feedForward());
    b.norm("image.norm_after", image.hidden());
    b.add("image.projection", projection, image.hidden());

    b.add("text.token", text.vocabulary(), text.hidden());
    b.add("text.position", text.context(), text.hidden());
    b.transformer("text.transformer", text.layers(), text.hidden(), text.feedForward());
    b.norm("text.norm_after", text.hidden());
    b.add("text.projection", projection, text.hidden());
    b.add("logit_scale");
  }

  private static void convolutions(Builder b, List<Integer> channels) {
    long in = 3;
    for (int i = 1; i <= channels.size(); i++) {
      long out = channels.get(i - 1);
      b.add("image.stem.conv" + i + "_weight", out, in, 3, 3);
      b.batchNorm("image.stem.norm" + i, out);
      in = out;
    }
  }

  private static void residualBlocks(Builder b, List<Integer> channels) {
    long in = channels.get(0);
    b.convolution("image.stem.first", in, 3, 3);
    for (int i = 1; i < channels.size(); i++) {
      long out = channels.get(i);
      String block = "image.stem.block" + i;
      b.convolution(block + ".first", out, in, 3);
      b.convolution(block + ".second", out, out, 3);
      b.convolution(block + ".skip", out, in, 1);
      in = out;
    }
  }

  /** Number of learned parameters, without the running statistics of batch norms. */
  public long parameterCount() {
    return count("");
  }

  /** Number of learned parameters shared with CLIP: both encoders and the logit scale. */
  public long clipParameterCount() {
    return count("image.") + count("text.") + count("logit_scale");
  }

  /** Whether this weight is a running statistic and has no gradient. */
  public static boolean isStatistic(String name) {
    return STATISTICS.stream().anyMatch(name::endsWith);
  }

  /**
   * Compares these shapes with others.
   *
   * @throws IllegalArgumentException when a weight is missing, unknown or has another shape
   */
  public void check(Map<String, List<Long>> others) {
    shapes.forEach(
        (name, shape) -> {
          List<Long> other = others.get(name);
          if (other == null) {
            throw new IllegalArgumentException("weight " + name + " is missing");
          }
          if (!other.equals(shape)) {
            throw new IllegalArgumentException(
                "weight %s has shape %s; the architecture says %s".formatted(name, other, shape));
          }
        });
    for (String name : others.keySet()) {
      if (!shapes.containsKey(name)) {
        throw new IllegalArgumentException("weight " + name + " is unknown in this architecture");
      }
    }
  }

  private long count(String prefix) {
    return shapes.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix) && !isStatistic(e.getKey()))
        .mapToLong(e -> e.getValue().stream().reduce(1L, (x, y) -> x * y))
        .sum();
  }

  static final class Builder {
    final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    void add(String name, long... shape) {
      shapes.put(name, Arrays.stream(shape).boxed().toList());
    }

    void norm(String name, long width) {
      add(name + "_weight", width);
      add(name + "_bias", width);
    }

    void batchNorm(String name, long channels) {
      norm(name, channels);
      add(name + "_mean", channels);
      add(name + "_variance", channels);
    }

    /** A convolution without bias, and its batch norm. */
    void convolution(String name, long out, long in, long side) {
      add(name + ".conv_weight", out, in, side, side);
      batchNorm(name + ".norm", out);
    }

    void transformer(String name, long layers, long width, long feedForward) {
      norms(name + ".norm1", layers, width);
      products(name + ".qkv", layers, 3 * width, width);
      products(name + ".out", layers, width, width);
      norms(name + ".norm2", layers, width);
      products(name + ".up", layers, feedForward, width);
      products(name + ".down", layers, width, feedForward);
    }

    void norms(String name, long layers, long width) {
      add(name + "_weight", layers, width);
      add(name + "_bias", layers, width);
    }

    void products(String name, long layers, long out, long in) {
      add(name + "_weight", layers, out, in);
      add(name + "_bias", layers, out);
    }
  }
}
