package io.cmaclip.embedded.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** The folders that nodes keep their data in. */
final class DataFolder {
  private DataFolder() {}

  static Path createTemporary() {
    try {
      return Files.createTempDirectory("cmaclip-broker-");
    } catch (IOException e) {
      throw new BrokerStartException("no temporary folder for the embedded broker", e);
    }
  }

  /**
   * Refuses a folder that a running node uses. Kafka itself looks only after its controller has
   * opened the metadata log, and would have damaged it by then.
   *
   * @throws BrokerStartException when the folder is in use
   */
  static void requireUnused(Path folder) {
    try (FileChannel file =
            FileChannel.open(
                folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock == null) {
        throw inUse(folder, null);
      }
    } catch (OverlappingFileLockException e) {
      throw inUse(folder, e);
    } catch (IOException e) {
      throw new BrokerStartException("the folder " + folder + " cannot be used", e);
    }
  }

  private static BrokerStartException inUse(Path folder, Exception cause) {
    return new BrokerStartException(
        "the embedded broker did not start in " + folder + ": another broker uses the folder",
        cause);
  }

  /** Deletes the folder and all in it; files that vanish meanwhile are fine. */
  static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure)
                throws IOException {
              Files.deleteIfExists(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
