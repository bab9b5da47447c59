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
 * Keeps a second process from work that is under way. The lock goes with the process, however that
 * ends.
 */
public final class FileGuard {
  private FileGuard() {}

  /** What only one process may do at a time. */
  public interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does the work with the lock held.
   *
   * @param file to lock, removed afterwards
   * @param what is going on, for the message
   * @throws UserException when it is under way already
   */
  public static <T> T during(Path file, String what, Work<T> work)
      throws IOException, InterruptedException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!locked(channel)) {
        throw new UserException(what + " is under way in another process (lock: " + file + ")");
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
