package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.Weights;
import java.util.function.Supplier;

/**
 * A tensor attribute of a module, loaded when the archive is written.
 *
 * @param info type and shape in the archive
 */
public record ScriptTensor(TensorInfo info, Supplier<Tensor> data) {
  public static ScriptTensor of(Tensor tensor) {
    return new ScriptTensor(tensor.info(), () -> tensor);
  }

  /** Creates an attribute from a floating-point weight, converted to {@code type}. */
  public static ScriptTensor of(Weights weights, String name, ElementType type) {
    TensorInfo info = new TensorInfo(type, weights.info(name).shape());
    return new ScriptTensor(info, () -> weights.get(name).as(type));
  }
}
