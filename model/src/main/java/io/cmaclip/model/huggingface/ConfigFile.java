package io.cmaclip.model.huggingface;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files in the format of {@code save_pretrained}. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * Parses a file.
   *
   * @throws UserException when the file is missing or invalid
   */
  static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          file + " is missing: is this a CLIP model as save_pretrained writes it?");
    }
    return Json.read(file, type);
  }
}
