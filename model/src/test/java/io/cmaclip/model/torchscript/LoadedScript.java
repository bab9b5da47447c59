package io.cmaclip.model.torchscript;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A model loaded by the engine, with methods callable with Java arrays. */
public final class LoadedScript implements AutoCloseable {
  private final Model model;
  private final NDManager manager;

  public LoadedScript(
      Path folder, Architecture architecture, List<TaskShape> tasks, Weights weights)
      throws IOException, MalformedModelException {
    this(folder, CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING));
  }

  public LoadedScript(Path folder, Script script) throws IOException, MalformedModelException {
    Path archive = Files.createTempFile(folder, "cma-clip", ".pt");
    script.write(archive);
    model = Model.newInstance("cma-clip", "PyTorch");
    model.load(archive);
    manager = model.getNDManager().newSubManager();
  }

  public NDArray pixels(byte[] levels, long... shape) {
    return manager.create(ByteBuffer.wrap(levels), new Shape(shape), DataType.UINT8);
  }

  public NDArray integers(long[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  public NDArray booleans(boolean... values) {
    return manager.create(values);
  }

  public NDArray floats(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  /** Calls a method that returns one tensor, or a list or tuple of tensors, or a number. */
  public List<float[]> call(String method, NDArray... inputs) {
    IValue[] values =
        Arrays.stream(inputs).map(a -> IValue.from((PtNDArray) a)).toArray(IValue[]::new);
    IValue result = IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, values);
    try {
      if (!result.isTensor() && !result.isTuple() && !result.isList() && !result.isTensorList()) {
        return List.of();
      }
      return result.toNDList((PtNDManager) manager).stream().map(NDArray::toFloatArray).toList();
    } finally {
      result.close();
      Arrays.stream(values).forEach(IValue::close);
    }
  }

  /** Calls a method with a flag. */
  void call(String method, boolean flag) {
    try (IValue value = IValue.from(flag)) {
      IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, value).close();
    }
  }

  public Model model() {
    return model;
  }

  @Override
  public void close() {
    manager.close();
    model.close();
  }
}
