package io.cmaclip.model.weights;

import java.util.List;

/**
 * Type and shape of a tensor.
 *
 * @param shape every dimension at least 0; empty for a scalar
 */
public record TensorInfo(ElementType type, List<Long> shape) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  public long size() {
    long size = 1;
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  public long bytes() {
    return Math.multiplyExact(size(), (long) type.bytes());
  }
}
