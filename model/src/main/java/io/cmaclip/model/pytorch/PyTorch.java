package io.cmaclip.model.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import io.cmaclip.model.errors.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The PyTorch library of this process: how it is loaded, and the devices it can use. */
public final class PyTorch {
  private static final String NAME = "PyTorch";

  private PyTorch() {}

  /**
   * Loads the library, unless it is loaded already. Nothing is ever downloaded: without a library
   * in the class path or in the folder {@code PYTORCH_LIBRARY_PATH} it fails.
   *
   * @throws UserException when there is no usable library
   */
  public static Engine load() {
    setUnlessGiven("ai.djl.offline", "true");
    // Optimising the graph anew for each thread and shape makes the first calls many times slower.
    setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
    String library = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
    if (library != null && Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR") == null) {
      // DJL would guess a flavour of PyTorch's old C++ interface, for which there is no binding.
      boolean cuda = Files.exists(Path.of(library, System.mapLibraryName("torch_cuda")));
      System.setProperty("PYTORCH_FLAVOR", cuda ? "cu128" : "cpu");
    }
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException e) {
      throw new UserException("PyTorch cannot be loaded: " + root(e), e);
    }
  }

  /** Versions of the libraries that compute, by name; loads them. */
  public static Map<String, String> versions() {
    Engine engine = load();
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", engine.getVersion());
    return versions;
  }

  /** Name of the device that a choice comes to: {@code cpu} or {@code gpu:N}. */
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
   * The device that a choice comes to.
   *
   * @throws UserException when a GPU is asked for that cannot be used
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

  /** Why a device cannot be used, or null: tried by putting a tensor there. */
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

  /** Version and place of the library, and the device, for a log line. */
  public static String describe(Device device) {
    String kind = device.isGpu() ? "GPU " + device.getDeviceId() : "CPU";
    return "%s with PyTorch %s from %s"
        .formatted(kind, LibUtils.getVersion(), LibUtils.getLibtorchPath());
  }
}
