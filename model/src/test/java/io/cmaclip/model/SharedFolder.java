package io.cmaclip.model;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference data outside the repository. Tests that need it are skipped when it is missing. */
public final class SharedFolder {
  private SharedFolder() {}

  /**
   * Returns a file or folder of the reference data: in the folder of the system property {@code
   * cmaclip.shared}, or in a folder {@code shared} next to one of the parent folders.
   */
  public static Path require(String relative) {
    Path found = find(relative);
    Assumptions.assumeTrue(
        found != null, () -> "no reference data: shared/" + relative + " is not there");
    return found;
  }

  private static Path find(String relative) {
    String named = System.getProperty("cmaclip.shared");
    if (named != null) {
      Path path = Path.of(named).resolve(relative);
      return Files.exists(path) ? path : null;
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path path = at.resolve("shared").resolve(relative);
      if (Files.exists(path)) {
        return path;
      }
    }
    return null;
  }
}
