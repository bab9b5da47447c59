package io.cmaclip.model.huggingface;

import io.cmaclip.model.clip.ClipEncoders;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.Weights;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our weights under Hugging Face's names, float32, split on access. Used by one thread. */
final class ExportedWeights implements Weights {
  private final Weights source;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  // Cache: the parts of one of our tensors are read one after the other.
  private String readName = "";
  private Tensor read;

  /**
   * Position of a Hugging Face tensor in one of ours.
   *
   * @param place index among the equal parts that ours stacks
   */
  private record Part(String ours, int place, TensorInfo info) {}

  /** Selects the weights of the encoders. */
  ExportedWeights(Weights source, ClipEncoders encoders) {
    this.source = source;
    Map<String, List<Long>> shapes = encoders.layout().shapes();
    TensorNames names = TensorNames.of(encoders);
    names
        .parts()
        .forEach(
            (ours, theirs) -> {
              for (int place = 0; place < theirs.size(); place++) {
                List<Long> shape = names.shape(theirs.get(place), shapes.get(ours), theirs.size());
                parts.put(
                    theirs.get(place),
                    new Part(ours, place, new TensorInfo(ElementType.FLOAT32, shape)));
              }
            });
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(parts.keySet());
  }

  @Override
  public TensorInfo info(String name) {
    return Weights.find(parts, name).info();
  }

  @Override
  public Tensor get(String name) {
    Part part = Weights.find(parts, name);
    if (!readName.equals(part.ours())) {
      read = source.get(part.ours()).as(ElementType.FLOAT32);
      readName = part.ours();
    }
    int bytes = Math.toIntExact(part.info().bytes());
    ByteBuffer data = read.data();
    data.position(part.place() * bytes).limit((part.place() + 1) * bytes);
    return new Tensor(part.info(), data);
  }
}
