package io.cmaclip.model.torchscript;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Brings TorchScript archives of ours into PyTorch's memory. */
public final class ArchiveLoader {
  private ArchiveLoader() {}

  /** Writes an archive. */
  @FunctionalInterface
  public interface Writer {
    void write(Path archive) throws IOException;
  }

  /**
   * Lets the archive be written to a temporary file, loads it and deletes it.
   *
   * @param options as PyTorch's engine understands them; may be empty
   * @throws IOException when it cannot be written or read
   */
  public static Model load(Device device, Map<String, ?> options, Writer writer)
      throws IOException {
    Path archive = Files.createTempFile("cma-clip-", ".pt");
    Model model = Model.newInstance("cma-clip", device, "PyTorch");
    try {
      writer.write(archive);
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
