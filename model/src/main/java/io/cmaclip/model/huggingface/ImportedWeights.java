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
  private static final Set<String> ENCODERS =
      Set.of("vision_model.", "text_model.", "visual.", "text.");

  private final Weights source;
  private final TensorNames theirNames;
  private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

  /**
   * Checks names and shapes.
   *
   * @throws UserException when a tensor is missing, unknown, of another shape or not floating-point
   */
  ImportedWeights(Weights source, ClipEncoders encoders) {
    this.source = source;
    this.theirNames = TensorNames.find(encoders, source.names());
    WeightLayout layout = encoders.layout();
    Set<String> known = new HashSet<>();
    boolean half = true;
    for (Map.Entry<String, List<Long>> weight : layout.shapes().entrySet()) {
      List<String> theirs = theirNames.parts().get(weight.getKey());
      known.addAll(theirs);
      check(theirs, weight.getValue());
      half &= theirs.stream().allMatch(n -> source.info(n).type() == ElementType.FLOAT16);
    }
    for (String name : source.names()) {
      if (!known.contains(name) && !TensorNames.isBuffer(name)) {
        throw new UserException("tensor " + name + ": unknown; CLIP has no such weight");
      }
    }
    ElementType type = half ? ElementType.FLOAT16 : ElementType.FLOAT32;
    layout.shapes().forEach((name, shape) -> infos.put(name, new TensorInfo(type, shape)));
  }

  private void check(List<String> names, List<Long> ours) {
    for (String name : names) {
      if (!source.names().contains(name)) {
        throw missing(name);
      }
      TensorInfo info = source.info(name);
      List<Long> expected = theirNames.shape(name, ours, names.size());
      // Some releases store the logit scale as a vector.
      boolean scalar = expected.isEmpty() && info.shape().equals(List.of(1L));
      if (!info.shape().equals(expected) && !scalar) {
        throw new UserException(
            "tensor %s has shape %s; the configuration says %s"
                .formatted(name, info.shape(), expected));
      }
      if (!info.type().isFloatingPoint()) {
        throw new UserException(
            "tensor " + name + " is " + info.type() + "; must be floating-point");
      }
    }
  }

  private UserException missing(String name) {
    String model = name.substring(0, name.indexOf('.') + 1);
    boolean encoderIsMissing =
        ENCODERS.contains(model)
            && source.names().stream().noneMatch(other -> other.startsWith(model));
    String reason =
        encoderIsMissing ? ", like all of " + model + "*: only a whole CLIP model is imported" : "";
    return new UserException("tensor " + name + " is missing" + reason);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(infos.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    return Weights.find(infos, name);
  }

  @Override
  public Tensor get(String name) {
    TensorInfo info = info(name);
    if (info.bytes() > Integer.MAX_VALUE - 8) {
      throw new UserException("tensor " + name + " " + info.shape() + " takes more than 2 GB");
    }
    ByteBuffer data = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (String part : theirNames.parts().get(name)) {
      Tensor tensor = source.get(part).as(info.type());
      data.put(theirNames.transposed().contains(part) ? transposed(tensor) : tensor.data());
    }
    return new Tensor(info, data.flip());
  }

  private static ByteBuffer transposed(Tensor matrix) {
    int rows = matrix.shape().get(0).intValue();
    int columns = matrix.shape().get(1).intValue();
    int bytes = matrix.info().type().bytes();
    ByteBuffer from = matrix.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining());
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        for (int b = 0; b < bytes; b++) {
          to.put(from.get((row * columns + column) * bytes + b));
        }
      }
    }
    return to.flip();
  }
}
