package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** The folder of a run's data and logs, named or temporary. */
public final class WorkFolder implements AutoCloseable {
  private final Path path;
  private boolean kept;

  private WorkFolder(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Opens a folder.
   *
   * @param named empty folder, created if necessary and kept; null for a temporary folder
   * @throws UserException if it cannot be used
   */
  public static WorkFolder open(Path named) {
    try {
      if (named == null) {
        return new WorkFolder(Files.createTempDirectory("cmaclip-chaos-"), false);
      }
      Files.createDirectories(named);
      try (Stream<Path> files = Files.list(named)) {
        if (files.findAny().isPresent()) {
          throw new UsageException("--dir " + named + ": must be empty or not exist");
        }
      }
      return new WorkFolder(named.toAbsolutePath(), true);
    } catch (IOException e) {
      throw new UserException("cannot create the work folder: " + e.getMessage(), e);
    }
  }

  public Path path() {
    return path;
  }

  /** Keeps a temporary folder for diagnosis. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try {
      Utils.delete(path.toFile());
    } catch (IOException e) {
      throw new UserException("cannot delete " + path + ": " + e.getMessage(), e);
    }
  }
}
