package io.cmaclip.model.pytorch;

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
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.torchscript.ArchiveLoader;
import io.cmaclip.model.torchscript.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * A TorchScript module of ours in PyTorch's memory, on the CPU, for commands that call it a few
 * times; it is not tuned for serving. Used by one thread.
 */
public final class LoadedModule implements AutoCloseable {
  private final Model model;

  private LoadedModule(Model model) {
    this.model = model;
  }

  /** Loads a model from its script. */
  public static LoadedModule load(Script script) throws IOException {
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    return new LoadedModule(ArchiveLoader.load(PyTorch.device(DeviceChoice.CPU), Map.of(), script));
  }

  /** What a method is given, made in the memory of one call. */
  public record Inputs(NDManager manager) {
    /**
     * An image.
     *
     * @param levels RGB, channels first
     * @return 1 3 height width, uint8
     */
    public NDArray image(byte[] levels, int height, int width) {
      return manager.create(
          ByteBuffer.wrap(levels), new Shape(1, 3, height, width), DataType.UINT8);
    }

    /** Token ids of one text: 1 T, int64. */
    public NDArray tokens(int[] ids) {
      long[] values = Arrays.stream(ids).asLongStream().toArray();
      return manager.create(values, new Shape(1, values.length));
    }

    /** One whole number: 1, int64. */
    public NDArray number(long value) {
      return manager.create(new long[] {value});
    }
  }

  /** Shape and numbers of what a method returned, row-major. */
  public record Output(long[] shape, float[] values) {}

  /** Calls a method that returns one tensor of floats. */
  public Output call(String method, Function<Inputs, NDArray[]> inputs) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      IValue[] arguments =
          Arrays.stream(inputs.apply(new Inputs(manager)))
              .map(array -> IValue.from((PtNDArray) array))
              .toArray(IValue[]::new);
      try (IValue result =
          IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, arguments)) {
        NDArray found = result.toTensor((PtNDManager) manager);
        return new Output(found.getShape().getShape(), found.toFloatArray());
      } finally {
        Arrays.stream(arguments).forEach(IValue::close);
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
