package io.cmaclip.model.weights;

import java.util.Set;

/** Tensors by name, in a fixed order. A tensor may be read from disk at each {@link #get}. */
public interface Weights {
  /** All names, in order. */
  Set<String> names();

  /**
   * Type and shape, without reading the numbers.
   *
   * @throws IllegalArgumentException when there is no tensor of that name
   */
  TensorInfo info(String name);

  /**
   * The tensor.
   *
   * @throws IllegalArgumentException when there is no tensor of that name
   */
  Tensor get(String name);
}
