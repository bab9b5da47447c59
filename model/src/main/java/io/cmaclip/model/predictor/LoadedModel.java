package io.cmaclip.model.predictor;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.PyTorch;
import io.cmaclip.model.torchscript.ArchiveLoader;
import io.cmaclip.model.torchscript.CmaClipScript;
import io.cmaclip.model.torchscript.ModuleSettings;
import io.cmaclip.model.torchscript.PackedScript;
import io.cmaclip.model.torchscript.Script;
import io.cmaclip.model.weights.ElementType;
import io.cmaclip.model.weights.Weights;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CMA-CLIP in PyTorch's memory, ready to serve. Any number of threads may call {@link #serve} at
 * once; {@link #release} may be called by any thread, and the last of as many calls as there are
 * users frees the memory. When the process ends, forwards under way are waited for and no other
 * begins: PyTorch's libraries take themselves down then, under whatever still runs in them.
 */
final class LoadedModel {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Model model;
  private final Architecture architecture;
  private final OutputLayout layout;
  private final int threads;
  // Held for reading by forwards, for writing once the end has come.
  private final ReentrantReadWriteLock running = new ReentrantReadWriteLock();
  private final Thread atExit = new Thread(this::finish, "cma-clip-exit");
  private int users;

  private LoadedModel(
      Model model, Architecture architecture, OutputLayout layout, int threads, int users) {
    this.model = model;
    this.architecture = architecture;
    this.layout = layout;
    this.threads = threads;
    this.users = users;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  private void finish() {
    try {
      if (!running.writeLock().tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a forward still runs {} after the process was told to end", LONGEST_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes the archive to a temporary file, loads it and deletes it.
   *
   * @param users how often it will be released
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
            script(architecture, tasks, weights, device, settings.halfPrecision()));
    try {
      IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), "prepare").close();
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    OutputLayout layout = OutputLayout.of(architecture, tasks);
    return new LoadedModel(model, architecture, layout, settings.threads(), users);
  }

  /** oneDNN's kernels where they can be used, the portable text elsewhere. */
  private static Script script(
      Architecture architecture,
      List<TaskShape> tasks,
      Weights weights,
      Device device,
      boolean half) {
    if (!device.isGpu() && !half && JniUtils.getFeatures().contains("MKLDNN")) {
      return PackedScript.of(architecture, tasks, weights);
    }
    ModuleSettings settings =
        half ? new ModuleSettings(ElementType.FLOAT16, 0, 0) : ModuleSettings.SERVING;
    return CmaClipScript.of(architecture, tasks, weights, settings);
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

  /** One row of {@link OutputLayout#columns} numbers per listing, one after the other. */
  float[] serve(ForwardInputs inputs, List<PreparedListing> batch) {
    if (!running.readLock().tryLock()) {
      throw new IllegalStateException("no forward: the process is ending");
    }
    try {
      return run(inputs, batch);
    } finally {
      running.readLock().unlock();
    }
  }

  /** The same, a row for each listing. */
  float[][] rows(ForwardInputs inputs, List<PreparedListing> batch) {
    float[] outputs = serve(inputs, batch);
    int columns = layout.columns();
    return IntStream.range(0, batch.size())
        .mapToObj(i -> Arrays.copyOfRange(outputs, i * columns, (i + 1) * columns))
        .toArray(float[][]::new);
  }

  private float[] run(ForwardInputs inputs, List<PreparedListing> batch) {
    // Both settings belong to the calling thread.
    JniUtils.setGraphExecutorOptimize(Boolean.getBoolean("ai.djl.pytorch.graph_optimizer"));
    if (threads > 0 && JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    try (NDManager manager = model.getNDManager().newSubManager()) {
      IValue[] arguments =
          Arrays.stream(inputs.tensors(manager, batch))
              .map(tensor -> IValue.from((PtNDArray) tensor))
              .toArray(IValue[]::new);
      try (IValue result =
          IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), "serve", arguments)) {
        NDArray rows = result.toTensor((PtNDManager) manager);
        return rows.toFloatArray();
      } finally {
        Arrays.stream(arguments).forEach(IValue::close);
      }
    }
  }

  synchronized void release() {
    users--;
    if (users > 0) {
      return;
    }
    model.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      LOG.debug("the process is ending: the hook stays");
    }
  }
}
