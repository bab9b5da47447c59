package io.cmaclip.model.files;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Exclusive lock on a piece of work, across processes. The operating system releases it when the
 * process ends.
 */
public final class FileGuard {
  private FileGuard() {}

  /** Work done by one process at a time. */
  public interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs the work while holding the lock.
   *
   * @param file to lock, deleted afterwards
   * @param what the work, for the message
   * @throws UserException when another process or thread holds the lock
   */
  public static <T> T during(Path file, String what, Work<T> work)
      throws IOException, InterruptedException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new UserException(what + " is running in another process (lock: " + file + ")");
      }
      try {
        return work.run();
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this process.
      return false;
    }
  }
}
