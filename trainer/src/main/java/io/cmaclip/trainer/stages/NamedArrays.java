package io.cmaclip.trainer.stages;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.WeightMap;
import io.cmaclip.model.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Native float32 tensors by name in a fixed order, owned by the manager that created them. */
record NamedArrays(Map<String, PtNDArray> arrays) {
  NamedArrays {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  /** Zeros of the same names and shapes. */
  NamedArrays zeros(PtNDManager manager) {
    Map<String, PtNDArray> zeros = new LinkedHashMap<>();
    arrays.forEach((name, array) -> zeros.put(name, (PtNDArray) manager.zeros(array.getShape())));
    return new NamedArrays(zeros);
  }

  NamedArrays where(Predicate<String> wanted) {
    Map<String, PtNDArray> some = new LinkedHashMap<>(arrays);
    some.keySet().removeIf(wanted.negate());
    return new NamedArrays(some);
  }

  /** The arrays of {@code others} under this object's names, in its order. */
  NamedArrays matching(NamedArrays others) {
    Map<String, PtNDArray> matching = new LinkedHashMap<>();
    arrays.keySet().forEach(name -> matching.put(name, others.arrays.get(name)));
    return new NamedArrays(matching);
  }

  PtNDArray[] list() {
    return arrays.values().toArray(PtNDArray[]::new);
  }

  /** A copy on the host. */
  WeightMap copy() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    arrays.forEach((name, array) -> tensors.put(name, tensor(array)));
    return new WeightMap(tensors);
  }

  /** Copies in values of the same names and shapes. */
  void assign(Weights values, OptimizerScript script, PtNDManager manager) {
    try (PtNDManager temporary = (PtNDManager) manager.newSubManager()) {
      PtNDArray[] sources =
          arrays.keySet().stream()
              .map(name -> array(values.get(name), temporary))
              .toArray(PtNDArray[]::new);
      script.assign(list(), sources);
    }
  }

  private static Tensor tensor(PtNDArray array) {
    List<Long> shape = Arrays.stream(array.getShape().getShape()).boxed().toList();
    ByteBuffer data = array.toByteBuffer();
    return new Tensor(new TensorInfo(ElementType.FLOAT32, shape), data);
  }

  static PtNDArray array(Tensor tensor, PtNDManager manager) {
    Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
    return manager.create(FloatBuffer.wrap(tensor.toFloats()), shape, DataType.FLOAT32);
  }
}
