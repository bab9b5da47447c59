package io.cmaclip.model.weights;

import java.util.Set;

/** The same weights with their floating-point tensors in another type, converted when read. */
public final class ConvertedWeights implements Weights {
  private final Weights weights;
  private final ElementType type;

  public ConvertedWeights(Weights weights, ElementType type) {
    this.weights = weights;
    this.type = type;
  }

  @Override
  public Set<String> names() {
    return weights.names();
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = weights.info(name);
    return info.type().isFloatingPoint() ? new TensorInfo(type, info.shape()) : info;
  }

  @Override
  public Tensor get(String name) {
    return weights.get(name).as(info(name).type());
  }
}
