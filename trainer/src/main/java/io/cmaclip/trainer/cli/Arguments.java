package io.cmaclip.trainer.cli;

import io.cmaclip.model.errors.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks of option values; each throws a {@link UsageException} that names option and value. */
final class Arguments {
  private Arguments() {}

  /** Returns the value if it is within the range, bounds included. */
  static int inRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException(
          option + " = " + value + ": must be between " + least + " and " + most);
    }
    return value;
  }

  /**
   * Checks that an output path can be a folder.
   *
   * @param path null when the option is not given
   */
  static void folder(String option, Path path) {
    if (path != null && Files.exists(path) && !Files.isDirectory(path)) {
      throw new UsageException(option + " = " + path + ": is a file; name a folder");
    }
  }

  /**
   * Checks that an output path can be a file.
   *
   * @param path null when the option is not given
   */
  static void file(String option, Path path) {
    if (path != null && Files.isDirectory(path)) {
      throw new UsageException(option + " = " + path + ": is a folder; name a file");
    }
  }
}
