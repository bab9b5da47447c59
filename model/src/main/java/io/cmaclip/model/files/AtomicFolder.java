package io.cmaclip.model.files;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that appears under its name whole or not at all: it is written beside it and then
 * renamed.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /** Writes the files of a folder, and checks them. */
  public interface Content {
    void write(Path folder) throws IOException;
  }

  /**
   * Writes a folder. One of the same kind that is already there is replaced.
   *
   * @param folder to create; its parent folders are created too
   * @param mark file that every folder of this kind has
   * @param what the kind, for messages
   * @throws UserException when there is something else
   */
  public static void write(Path folder, String mark, String what, Content content)
      throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    refuseOthers(target, mark, what);
    Files.createDirectories(target.getParent());
    Path fresh = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
    try {
      content.write(fresh);
      makeReadable(fresh);
      replace(target, fresh);
    } finally {
      delete(fresh);
    }
  }

  private static void refuseOthers(Path target, String mark, String what) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target)) {
      throw new UserException(target + " is a file; a folder is needed");
    }
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent() && !Files.exists(target.resolve(mark))) {
        throw new UserException(target + " is not empty and no " + what + ": it is left as it is");
      }
    }
  }

  /** Temporary folders are private to their owner; these are read by others too. */
  private static void makeReadable(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        if (Files.isRegularFile(file)) {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }
        if (!file.toFile().setReadable(true, false)
            || (Files.isDirectory(file) && !file.toFile().setExecutable(true, false))) {
          throw new IOException("cannot set permissions of " + file);
        }
      }
    }
  }

  private static void replace(Path target, Path fresh) throws IOException {
    if (!Files.exists(target)) {
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    // A folder cannot be renamed over one that is not empty; a crash between the two renames
    // leaves the former one whole beside it.
    Path former = target.resolveSibling("." + target.getFileName() + "-replaced");
    delete(former);
    Files.move(target, former, StandardCopyOption.ATOMIC_MOVE);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    delete(former);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
