package io.cmaclip.model.pytorch;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import io.cmaclip.model.errors.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The PyTorch library of this process: loading and devices. */
public final class PyTorch {
  private static final String NAME = "PyTorch";

  private PyTorch() {}

  /**
   * Loads the library once. Nothing is downloaded: the library must be in the class path or in the
   * folder {@code PYTORCH_LIBRARY_PATH}.
   *
   * @throws UserException when no usable library is found
   */
  public static Engine load() {
    setUnlessGiven("ai.djl.offline", "true");
    // Graph optimisation per thread and shape makes the first calls many times slower.
    setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
    String library = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
    if (library != null && Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR") == null) {
      // By default DJL selects a flavour of PyTorch's old C++ ABI, for which no binding exists.
      boolean cuda = Files.exists(Path.of(library, System.mapLibraryName("torch_cuda")));
      System.setProperty("PYTORCH_FLAVOR", cuda ? "cu128" : "cpu");
    }
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException e) {
      throw new UserException("PyTorch cannot be loaded: " + root(e), e);
    }
  }

  /** Loads the libraries and returns their versions by name. */
  public static Map<String, String> versions() {
    Engine engine = load();
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", engine.getVersion());
    return versions;
  }

  /** Returns the name of the selected device: {@code cpu} or {@code gpu:N}. */
  public static String deviceName(DeviceChoice choice) {
    Device device = device(choice);
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Selects the device.
   *
   * @throws UserException when the configured GPU is unusable
   */
  public static Device device(DeviceChoice choice) {
    load();
    if (choice.kind() == DeviceChoice.Kind.CPU) {
      return Device.cpu();
    }
    Device gpu = Device.gpu(choice.number());
    String problem = problem(gpu);
    if (problem == null) {
      return gpu;
    }
    if (choice.kind() == DeviceChoice.Kind.AUTO) {
      return Device.cpu();
    }
    throw new UserException(
        "device = %s: not usable by PyTorch in %s: %s. Build with -Pgpu and set PYTORCH_LIBRARY_PATH to the lib folder of PyTorch %s for CUDA 12.8"
            .formatted(choice, LibUtils.getLibtorchPath(), problem, LibUtils.getVersion()));
  }

  /** Returns why a device is unusable, or null; tests it by creating a tensor. */
  private static String problem(Device device) {
    if (!JniUtils.getFeatures().contains("CUDA")) {
      return "it is built without CUDA";
    }
    try (NDManager manager = NDManager.newBaseManager(device, NAME)) {
      manager.ones(new Shape(1)).toFloatArray();
      return null;
    } catch (EngineException e) {
      return root(e);
    }
  }

  /**
   * Calls a TorchScript method that returns one tensor.
   *
   * @param manager owns the result
   */
  public static NDArray call(Model model, String method, NDManager manager, NDArray... arguments) {
    IValue[] values =
        Arrays.stream(arguments)
            .map(array -> IValue.from((PtNDArray) array))
            .toArray(IValue[]::new);
    try (IValue result = IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), method, values)) {
      return result.toTensor((PtNDManager) manager);
    } finally {
      Arrays.stream(values).forEach(IValue::close);
    }
  }

  /** Describes device, version and path of the library, for logs. */
  public static String describe(Device device) {
    String kind = device.isGpu() ? "GPU " + device.getDeviceId() : "CPU";
    return "%s with PyTorch %s from %s"
        .formatted(kind, LibUtils.getVersion(), LibUtils.getLibtorchPath());
  }
}
