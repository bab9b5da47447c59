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

/** Writes a folder atomically: under a temporary name first, then renamed. */
public final class AtomicFolder {
  private AtomicFolder() {}

  /** Writes and checks the files of a folder. */
  public interface Content {
    void write(Path folder) throws IOException;
  }

  /**
   * Writes a folder and replaces an existing folder of the same kind.
   *
   * @param folder to create, with its parents
   * @param mark file that every folder of this kind contains
   * @param what the kind, for messages
   * @throws UserException when {@code folder} exists and is of another kind
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
        throw new UserException(target + " is not empty and no " + what + "; it was not changed");
      }
    }
  }

  /** Temporary folders are private to their owner; the result must be readable by others. */
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
    // A rename cannot replace a non-empty folder. A crash between the two renames leaves the
    // previous folder intact under its temporary name.
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
