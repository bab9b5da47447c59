package io.cmaclip.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Resident set size of this process: Java heap and native memory. */
public final class ResidentSet {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentSet() {}

  /** Size in bytes; empty on systems without {@code /proc}. */
  public static OptionalLong bytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
