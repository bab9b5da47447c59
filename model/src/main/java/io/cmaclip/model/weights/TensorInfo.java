package io.cmaclip.model.weights;

import java.util.List;

/**
 * What a tensor is, without its numbers.
 *
 * @param shape every dimension at least 0; empty for a single number
 */
public record TensorInfo(ElementType type, List<Long> shape) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long size() {
    long size = 1;
    for (long dimension : shape) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  /** Size in bytes. */
  public long bytes() {
    return Math.multiplyExact(size(), (long) type.bytes());
  }
}
