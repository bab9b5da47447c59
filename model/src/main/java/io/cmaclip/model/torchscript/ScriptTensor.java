package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Tensor;
import io.cmaclip.model.weights.TensorInfo;
import io.cmaclip.model.weights.Weights;
import java.util.function.Supplier;

/**
 * A tensor attribute of a module, fetched only when it is written.
 *
 * @param info what it is in the archive
 */
public record ScriptTensor(TensorInfo info, Supplier<Tensor> data) {
  public static ScriptTensor of(Tensor tensor) {
    return new ScriptTensor(tensor.info(), () -> tensor);
  }

  /** A floating-point weight as {@code type}. */
  public static ScriptTensor of(Weights weights, String name, ElementType type) {
    TensorInfo info = new TensorInfo(type, weights.info(name).shape());
    return new ScriptTensor(info, () -> weights.get(name).as(type));
  }
}
