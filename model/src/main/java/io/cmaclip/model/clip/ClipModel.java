package io.cmaclip.model.clip;

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
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.predictor.PyTorch;
import io.cmaclip.model.torchscript.ClipScript;
import io.cmaclip.model.torchscript.TorchScriptArchive;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** CLIP's encoders in PyTorch's memory, float32 on the CPU. Used by one thread. */
public final class ClipModel implements AutoCloseable {
  private final ClipEncoders encoders;
  private final Model model;

  private ClipModel(ClipEncoders encoders, Model model) {
    this.encoders = encoders;
    this.model = model;
  }

  /** Loads the weights of a folder. */
  public static ClipModel load(ClipFolder folder) throws IOException {
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    ClipEncoders encoders = folder.encoders();
    Path archive = Files.createTempFile("clip-", ".pt");
    Model model = Model.newInstance("clip", PyTorch.device("cpu"), "PyTorch");
    try (SafetensorsFile weights = folder.openWeights()) {
      TorchScriptArchive.write(
          archive,
          ClipScript.module(encoders.image(), encoders.text(), encoders.projection(), weights),
          ClipScript.sources());
      model.load(archive);
      return new ClipModel(encoders, model);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    } catch (MalformedModelException e) {
      model.close();
      throw new IllegalStateException("the archive written for the model is refused", e);
    } finally {
      Files.delete(archive);
    }
  }

  /**
   * Embedding of a picture.
   *
   * @param levels RGB, channels first, at the encoder's size
   * @return as wide as the projection, of length 1
   */
  public float[] embedImage(byte[] levels) {
    ImageEncoder image = encoders.image();
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray pixels =
          manager.create(
              ByteBuffer.wrap(levels),
              new Shape(1, 3, image.height(), image.width()),
              DataType.UINT8);
      return call(manager, "embed_image", pixels);
    }
  }

  /**
   * Embedding of a text.
   *
   * @param ids start to end of text, at least one, at most the context
   * @return as wide as the projection, of length 1
   */
  public float[] embedText(int[] ids) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray tokens =
          manager.create(Arrays.stream(ids).asLongStream().toArray(), new Shape(1, ids.length));
      NDArray end = manager.create(new long[] {encoders.endOfText().position(ids)});
      return call(manager, "embed_text", tokens, end);
    }
  }

  /** What cosines are multiplied by to become logits. */
  public float scale() {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      return call(manager, "scale")[0];
    }
  }

  private float[] call(NDManager manager, String method, NDArray... inputs) {
    IValue[] arguments =
        Arrays.stream(inputs).map(a -> IValue.from((PtNDArray) a)).toArray(IValue[]::new);
    try (IValue result =
        IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, arguments)) {
      return result.toTensor((PtNDManager) manager).toFloatArray();
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
