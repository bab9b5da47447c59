package io.cmaclip.model.predictor;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.ArchiveLoader;
import io.cmaclip.model.pytorch.Processor;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.PackedScript;
import io.cmaclip.model.torchscript.ReducedScript;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CMA-CLIP loaded into PyTorch for serving. {@link #serve} and {@link #release} are thread-safe;
 * the last of {@code users} releases frees the memory.
 */
final class LoadedModel {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Model model;
  private final Architecture architecture;
  private final OutputLayout layout;
  private final int threads;
  private final ExitGate exit = new ExitGate(LONGEST_WAIT);
  private int users;

  private LoadedModel(
      Model model, Architecture architecture, OutputLayout layout, int threads, int users) {
    this.model = model;
    this.architecture = architecture;
    this.layout = layout;
    this.threads = threads;
    this.users = users;
    exit.register();
  }

  /** The owner releases the model when the process ends; until then it answers. */
  void releasedOnShutdown() {
    exit.waitForOwner();
  }

  /**
   * Loads the model.
   *
   * @param users number of calls of {@link #release} before the memory is freed
   */
  static LoadedModel load(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      PredictorSettings settings,
      int users)
      throws IOException {
    PyTorch.load();
    if (settings.threads() > 0) {
      JniUtils.setNumThreads(settings.threads());
    }
    Device device = PyTorch.device(settings.device());
    Model model =
        ArchiveLoader.load(
            device,
            Map.of("mapLocation", "true"),
            script(architecture, tasks, weights, device, settings.precision()));
    try {
      IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), "prepare").close();
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    OutputLayout layout = OutputLayout.of(architecture, tasks);
    return new LoadedModel(model, architecture, layout, settings.threads(), users);
  }

  /**
   * Selects oneDNN's kernels where available, otherwise the portable text.
   *
   * @throws UserException when the device cannot compute in this precision
   */
  private static Script script(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      Device device,
      Precision precision) {
    boolean oneDnn = !device.isGpu() && JniUtils.getFeatures().contains("MKLDNN");
    return switch (precision) {
      case FLOAT32 ->
          oneDnn
              ? PackedScript.of(architecture, tasks, weights)
              : CmaClipScript.of(architecture, tasks, weights, ModuleSettings.SERVING);
      case FLOAT16 ->
          CmaClipScript.of(
              architecture, tasks, weights, new ModuleSettings(ElementType.FLOAT16, 0, 0));
      case BFLOAT16 -> {
        requireOneDnn(precision, oneDnn);
        boolean packed = Processor.detect().hasBfloat16Products();
        if (!packed) {
          LOG.warn(
              "precision = bfloat16: this processor has no products of bfloat16, so float32 is"
                  + " faster");
        }
        yield ReducedScript.bfloat16(architecture, tasks, weights, packed);
      }
      case INT8 -> {
        requireOneDnn(precision, oneDnn);
        boolean eightBits = Processor.detect().hasInt8Products();
        yield ReducedScript.int8(architecture, tasks, weights, eightBits);
      }
      case AUTO -> throw new IllegalArgumentException("auto is resolved before loading");
    };
  }

  private static void requireOneDnn(Precision precision, boolean oneDnn) {
    if (!oneDnn) {
      throw new UserException(
          "precision = %s: needs the CPU and a PyTorch with oneDNN; must be float32 or auto here"
              .formatted(precision));
    }
  }

  Device device() {
    return model.getNDManager().getDevice();
  }

  Architecture architecture() {
    return architecture;
  }

  OutputLayout layout() {
    return layout;
  }

  /** Runs inference; returns {@link OutputLayout#columns} numbers per listing, concatenated. */
  float[] serve(BatchBuffers inputs, List<PreparedListing> batch) {
    return call("serve", manager -> inputs.tensors(manager, batch));
  }

  /**
   * Runs the image encoder; returns the same number of outputs per image, concatenated.
   *
   * @param images RGB levels of the architecture's size, channels first; at least one
   */
  float[] encode(BatchBuffers inputs, List<byte[]> images) {
    return call("encoded_images", manager -> new NDArray[] {inputs.pixels(manager, images)});
  }

  /**
   * Runs inference without the image encoder.
   *
   * @param encoded outputs of {@link #encode} for each listing with an image, in their order
   */
  float[] serveEncoded(BatchBuffers inputs, List<PreparedListing> batch, List<float[]> encoded) {
    return call("serve_encoded", manager -> inputs.tensors(manager, batch, encoded));
  }

  private float[] call(String method, Function<NDManager, NDArray[]> arguments) {
    return exit.call(() -> run(method, arguments));
  }

  /** Runs inference; returns one row per listing. */
  float[][] rows(BatchBuffers inputs, List<PreparedListing> batch) {
    float[] outputs = serve(inputs, batch);
    int columns = layout.columns();
    return IntStream.range(0, batch.size())
        .mapToObj(i -> Arrays.copyOfRange(outputs, i * columns, (i + 1) * columns))
        .toArray(float[][]::new);
  }

  private float[] run(String method, Function<NDManager, NDArray[]> arguments) {
    // Both settings are per thread.
    JniUtils.setGraphExecutorOptimize(Boolean.getBoolean("ai.djl.pytorch.graph_optimizer"));
    if (threads > 0 && JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    try (NDManager manager = model.getNDManager().newSubManager()) {
      return PyTorch.call(model, method, manager, arguments.apply(manager)).toFloatArray();
    }
  }

  synchronized void release() {
    users--;
    if (users > 0) {
      return;
    }
    model.close();
    exit.close();
  }
}
