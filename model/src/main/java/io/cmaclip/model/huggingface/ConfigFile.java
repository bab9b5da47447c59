package io.cmaclip.model.huggingface;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a folder that {@code save_pretrained} wrote. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * What a file says.
   *
   * @throws UserException when it is missing, or with key, value and what is allowed
   */
  static <T> T read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          file + " is missing: is this a CLIP model as save_pretrained writes it?");
    }
    return Json.read(file, type);
  }
}
