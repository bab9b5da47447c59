package io.cmaclip.model.torchscript;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Brings models into PyTorch's memory. */
public final class ArchiveLoader {
  private ArchiveLoader() {}

  /**
   * Writes a model's archive to a temporary file, loads it and deletes it.
   *
   * @param device null for PyTorch's default: the first GPU, if it can use one
   * @param options as PyTorch's engine understands them; may be empty
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
      throw new IllegalStateException("the archive written for the model is refused", e);
    } finally {
      Files.delete(archive);
    }
  }
}
