package io.cmaclip.model.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Weights in memory. Immutable. */
public final class WeightMap implements Weights {
  private final Map<String, Tensor> tensors;

  public WeightMap(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public TensorInfo info(String name) {
    return get(name).info();
  }

  @Override
  public Tensor get(String name) {
    return Weights.find(tensors, name);
  }
}
