package io.cmaclip.embedded.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.common.utils.Utils;

/** Data folders of embedded brokers. */
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
   * Checks the lock of a data folder. Kafka checks it only after its controller has opened, and
   * possibly damaged, the metadata log.
   *
   * @throws BrokerStartException if another broker uses the folder
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

  static void delete(Path folder) {
    try {
      Utils.delete(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
