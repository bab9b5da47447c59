package io.cmaclip.it.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Records each test that uses a container, one line each; {@code docker-setup.sh count} counts
 * them, so that skipped tests do not go unnoticed. For any thread and process.
 */
public final class ContainerRuns {
  private static final Path FILE = Path.of("target", "docker", "ran.txt");

  private ContainerRuns() {}

  /**
   * Records a use of a container.
   *
   * @param what test class or image, and after a blank anything that tells the uses apart
   */
  public static void record(String what) {
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(
          FILE,
          (what + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
