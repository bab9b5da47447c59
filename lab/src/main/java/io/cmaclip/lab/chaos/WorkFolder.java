package io.cmaclip.lab.chaos;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a run keeps its data and logs: a folder that is named, or a temporary one. */
public final class WorkFolder implements AutoCloseable {
  private final Path path;
  private boolean kept;

  private WorkFolder(Path path, boolean kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Opens it.
   *
   * @param named created if needed, empty, kept; null for a temporary one
   * @throws UserException when it cannot be used
   */
  public static WorkFolder open(Path named) {
    try {
      if (named == null) {
        return new WorkFolder(Files.createTempDirectory("cmaclip-chaos-"), false);
      }
      Files.createDirectories(named);
      try (Stream<Path> files = Files.list(named)) {
        if (files.findAny().isPresent()) {
          throw new UsageException("--dir " + named + ": must be empty, or not there yet");
        }
      }
      return new WorkFolder(named.toAbsolutePath(), true);
    } catch (IOException e) {
      throw new UserException("no folder to work in: " + e.getMessage(), e);
    }
  }

  public Path path() {
    return path;
  }

  /** It stays, for whoever wants to see what went wrong. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> inward = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inward) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UserException("cannot delete " + path + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new UserException("cannot delete " + path + ": " + e.getCause().getMessage(), e);
    }
  }
}
