package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads small text files: configuration and secrets. */
final class TextFile {
  private TextFile() {}

  /**
   * Reads a file in UTF-8.
   *
   * @param named prefix of every message, for example {@code --config FILE}
   * @throws UserException if the file cannot be read or is larger; no message shows its content
   */
  static String read(String named, Path file, int maxBytes) {
    if (Files.isDirectory(file)) {
      throw new UsageException(named + ": is a folder, not a file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException e) {
      throw new UsageException(named + ": no such file");
    } catch (AccessDeniedException e) {
      throw new UsageException(named + ": permission denied");
    } catch (IOException e) {
      throw new UsageException(named + ": cannot be read (" + e.getMessage() + ")");
    }
    if (bytes.length > maxBytes) {
      throw new UsageException(named + ": is larger than " + Quantity.formatBytes(maxBytes));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UsageException(named + ": is not text in UTF-8");
    }
  }
}
