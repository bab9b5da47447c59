package io.cmaclip.model.huggingface;

import io.cmaclip.model.architecture.WeightLayout;
import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hugging Face's tensors under our names, stacked on access, so that one of our tensors is in
 * memory at a time. float16 is kept when all tensors are float16; everything else becomes float32.
 */
final class ImportedWeights implements Weights {
  private final Weights source;
  private final Map<String, List<String>> parts;
  private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

  /**
   * Checks names and shapes.
   *
   * @throws UserException when a tensor is missing, unknown, of another shape or not floating-point
   */
  ImportedWeights(Weights source, ClipEncoders encoders) {
    this.source = source;
    this.parts = TensorNames.of(encoders).parts();
    WeightLayout layout = encoders.layout();
    Set<String> known = new HashSet<>();
    boolean half = true;
    for (Map.Entry<String, List<Long>> weight : layout.shapes().entrySet()) {
      List<String> theirs = parts.get(weight.getKey());
      known.addAll(theirs);
      check(theirs, weight.getValue(), encoders);
      half &= theirs.stream().allMatch(n -> source.info(n).type() == ElementType.FLOAT16);
    }
    for (String name : source.names()) {
      if (!known.contains(name) && !TensorNames.isPositions(name)) {
        throw new UserException("tensor " + name + ": unknown; CLIP has no such weight");
      }
    }
    ElementType type = half ? ElementType.FLOAT16 : ElementType.FLOAT32;
    layout.shapes().forEach((name, shape) -> infos.put(name, new TensorInfo(type, shape)));
  }

  private void check(List<String> names, List<Long> ours, ClipEncoders encoders) {
    for (String name : names) {
      if (!source.names().contains(name)) {
        throw new UserException("tensor " + name + " is missing");
      }
      TensorInfo info = source.info(name);
      List<Long> expected = TensorNames.shape(name, ours, names.size(), encoders);
      if (!info.shape().equals(expected)) {
        throw new UserException(
            "tensor %s has shape %s; config.json says %s".formatted(name, info.shape(), expected));
      }
      if (!info.type().isFloatingPoint()) {
        throw new UserException(
            "tensor " + name + " is " + info.type() + "; must be floating-point");
      }
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(infos.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = infos.get(name);
    if (info == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return info;
  }

  @Override
  public Tensor get(String name) {
    TensorInfo info = info(name);
    if (info.bytes() > Integer.MAX_VALUE - 8) {
      throw new UserException("tensor " + name + " " + info.shape() + " takes more than 2 GB");
    }
    ByteBuffer data = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (String part : parts.get(name)) {
      data.put(source.get(part).as(info.type()).data());
    }
    return new Tensor(info, data.flip());
  }
}
