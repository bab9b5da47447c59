package io.cmaclip.trainer.explain;

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
import io.cmaclip.cli.UserError;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.predictor.PreparedListing;
import io.cmaclip.model.predictor.PyTorch;
import io.cmaclip.model.torchscript.ExplainScript;
import io.cmaclip.model.torchscript.TorchScriptArchive;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A bundle's model on the CPU with a view into its attention. Used by one thread. */
public final class AttentionModel implements AutoCloseable {
  private final ImageEncoder image;
  private final Model model;

  private AttentionModel(ImageEncoder image, Model model) {
    this.image = image;
    this.model = model;
  }

  /**
   * Loads a bundle's weights.
   *
   * @throws UserError when its fusion has no sequence-wise attention
   */
  public static AttentionModel load(Bundle bundle) throws IOException {
    PyTorch.load();
    JniUtils.setGraphExecutorOptimize(false);
    BundleManifest manifest = bundle.manifest();
    List<TaskShape> tasks =
        manifest.tasks().stream()
            .map(task -> new TaskShape(task.name(), task.classes().size()))
            .toList();
    Path archive = Files.createTempFile("explain-", ".pt");
    Model model = Model.newInstance("explain", PyTorch.device("cpu"), "PyTorch");
    try (SafetensorsFile weights = bundle.openWeights()) {
      TorchScriptArchive.write(
          archive,
          ExplainScript.module(manifest.architecture(), tasks, weights),
          ExplainScript.sources());
      model.load(archive);
      return new AttentionModel(manifest.architecture().image(), model);
    } catch (IllegalArgumentException e) {
      model.close();
      throw new UserError("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    } catch (MalformedModelException e) {
      model.close();
      throw new IllegalStateException("the archive written for the model is refused", e);
    } finally {
      Files.delete(archive);
    }
  }

  /**
   * Inner products of the title's queries with the keys of the picture's patches.
   *
   * @param listing with picture and title
   */
  public AttentionProducts look(PreparedListing listing) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray pixels =
          manager.create(
              ByteBuffer.wrap(listing.pixels()),
              new Shape(1, 3, image.height(), image.width()),
              DataType.UINT8);
      long[] ids = Arrays.stream(listing.tokens()).asLongStream().toArray();
      NDArray tokens = manager.create(ids, new Shape(1, ids.length));
      try (IValue pixelValue = IValue.from((PtNDArray) pixels);
          IValue tokenValue = IValue.from((PtNDArray) tokens);
          IValue result =
              IValueUtils.runMethod(
                  (PtSymbolBlock) model.getBlock(), "products", pixelValue, tokenValue)) {
        NDArray found = result.toTensor((PtNDManager) manager);
        long[] shape = found.getShape().getShape();
        return new AttentionProducts(
            (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], found.toFloatArray());
      }
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
