package io.cmaclip.model.bench;

import io.cmaclip.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process that is in RAM: Java heap and everything native. */
final class ResidentSet {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentSet() {}

  /** In bytes. */
  static long bytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      throw new UserError("the resident set is read from " + STATUS + ": only on Linux", e);
    }
    throw new UserError(STATUS + " has no VmRSS");
  }
}
