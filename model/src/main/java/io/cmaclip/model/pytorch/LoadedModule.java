package io.cmaclip.model.pytorch;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.torchscript.Script;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * A TorchScript module loaded into PyTorch on the CPU, for commands with few calls; not tuned for
 * serving. Used by one thread.
 */
public final class LoadedModule implements AutoCloseable {
  private final Model model;

  private LoadedModule(Model model) {
    this.model = model;
  }

  public static LoadedModule load(Script script) throws IOException {
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    return new LoadedModule(ArchiveLoader.load(PyTorch.device(DeviceChoice.CPU), Map.of(), script));
  }

  /** Creates the arguments of one call. */
  public record Inputs(NDManager manager) {
    /**
     * Creates an image tensor.
     *
     * @param levels RGB, channels first
     * @return 1 3 height width, uint8
     */
    public NDArray image(byte[] levels, int height, int width) {
      return manager.create(
          ByteBuffer.wrap(levels), new Shape(1, 3, height, width), DataType.UINT8);
    }

    /** Creates the token ids of one text: 1 T, int64. */
    public NDArray tokens(int[] ids) {
      long[] values = Arrays.stream(ids).asLongStream().toArray();
      return manager.create(values, new Shape(1, values.length));
    }

    /** Creates an integer: 1, int64. */
    public NDArray number(long value) {
      return manager.create(new long[] {value});
    }
  }

  /** Result of a method, row-major. */
  public record Output(long[] shape, float[] values) {}

  /** Calls a method that returns one tensor of floats. */
  public Output call(String method, Function<Inputs, NDArray[]> inputs) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray found = PyTorch.call(model, method, manager, inputs.apply(new Inputs(manager)));
      return new Output(found.getShape().getShape(), found.toFloatArray());
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
