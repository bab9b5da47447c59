package io.cmaclip.model.huggingface;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of a downloaded model. Names the usual defects of a download. */
final class CheckpointFile {
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

  private CheckpointFile() {}

  /**
   * Whether the folder contains a file.
   *
   * @throws UserException when the file is a broken link, a Git LFS pointer or a web page
   */
  static boolean exists(Path file) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new UserException(
          file + " is a broken link: copy the folder together with the targets of its links");
    }
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String head = head(file);
    if (head.startsWith(LFS_POINTER)) {
      throw new UserException(
          file + " is a Git LFS pointer: run \"git lfs pull\" in " + file.getParent());
    }
    if (head.startsWith("<")) {
      throw new UserException(file + " is a web page or XML: repeat the download");
    }
    return true;
  }

  /**
   * Parses a JSON file.
   *
   * @throws UserException when the file is missing or invalid
   */
  static <T> T read(Path file, Class<T> type) {
    if (!exists(file)) {
      throw new UserException(
          file + " is missing: is this a CLIP model in the format of save_pretrained?");
    }
    return Json.read(file, type);
  }

  private static String head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LFS_POINTER.length()), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
