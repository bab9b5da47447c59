package io.cmaclip.model.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tensors by name, in a fixed order. {@link #get} may read from disk. */
public interface Weights {
  /** Names of all tensors, in order. */
  Set<String> names();

  /**
   * Returns type and shape without reading the elements.
   *
   * @throws IllegalArgumentException when no tensor has this name
   */
  TensorInfo info(String name);

  /**
   * Returns a tensor.
   *
   * @throws IllegalArgumentException when no tensor has this name
   */
  Tensor get(String name);

  /** Shapes of all tensors by name, in order. */
  default Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    names().forEach(name -> shapes.put(name, info(name).shape()));
    return shapes;
  }

  /**
   * Looks up a value by the name of a tensor.
   *
   * @throws IllegalArgumentException when no tensor has this name
   */
  static <T> T find(Map<String, T> tensors, String name) {
    T found = tensors.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return found;
  }
}
