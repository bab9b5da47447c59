package io.cmaclip.lab.bench.model;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.cmaclip.model.pytorch.ArchiveLoader;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.torchscript.ScriptModule;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One square product of float32 matrices, as often as asked for: what the machine can do. Each
 * thread has an instance of its own.
 */
public final class SquareProducts implements AutoCloseable {
  /** Sizes whose best rate is what a machine can do. */
  public static final List<Integer> SIZES = List.of(1024, 2048, 4096);

  private final Model model;
  private final IValue left;
  private final IValue right;
  private final IValue packed;
  private final int size;

  /** Random matrices of {@code size} rows and columns. */
  public SquareProducts(int size) throws IOException {
    this.size = size;
    model =
        ArchiveLoader.load(
            null,
            Map.of(),
            Script.of(new ScriptModule("Products"), SquareProducts.class, "products.py"));
    NDArray x = model.getNDManager().randomNormal(new Shape(size, size));
    NDArray y = model.getNDManager().randomNormal(new Shape(size, size));
    left = IValue.from((PtNDArray) x);
    right = IValue.from((PtNDArray) y);
    packed = IValueUtils.runMethod(block(), "pack", right);
  }

  private PtSymbolBlock block() {
    return (PtSymbolBlock) model.getBlock();
  }

  /** Floating-point operations of one product. */
  public double operations() {
    return 2.0 * size * size * size;
  }

  /** One product by PyTorch's own matmul. */
  public void matmul() {
    IValueUtils.runMethod(block(), "matmul", left, right).close();
  }

  /** One product by oneDNN with a packed right side. */
  void packed() {
    IValueUtils.runMethod(block(), "packed", left, packed).close();
  }

  @Override
  public void close() {
    left.close();
    right.close();
    packed.close();
    model.close();
  }
}
