package io.cmaclip.model.pytorch;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import io.cmaclip.model.torchscript.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Loads TorchScript archives into PyTorch. */
public final class ArchiveLoader {
  private ArchiveLoader() {}

  /**
   * Writes a model's archive to a temporary file, loads it and deletes the file.
   *
   * @param device null for PyTorch's default: the first usable GPU, otherwise the CPU
   * @param options of DJL's PyTorch engine; may be empty
   * @throws IOException when the archive cannot be written or read
   */
  public static Model load(Device device, Map<String, ?> options, Script script)
      throws IOException {
    Path archive = Files.createTempFile("cma-clip-", ".pt");
    Model model = Model.newInstance("cma-clip", device, "PyTorch");
    try {
      script.write(archive);
      model.load(archive, null, options);
      return model;
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    } catch (MalformedModelException e) {
      model.close();
      throw new IllegalStateException("PyTorch rejected the archive of the model", e);
    } finally {
      Files.delete(archive);
    }
  }
}
