package io.cmaclip.embedded.registry;

import io.cmaclip.embedded.registry.SchemaCatalog.Version;
import java.util.List;

/**
 * A version as a client names it: a number, {@code latest}, or -1, which means the same.
 *
 * @param number -1 for the latest
 */
record VersionName(int number) {
  private static final int LATEST = -1;

  static VersionName parse(String text) {
    if (text.equals("latest")) {
      return new VersionName(LATEST);
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 || number == LATEST) {
        return new VersionName(number);
      }
    } catch (NumberFormatException notANumber) {
      // Refused below.
    }
    throw ApiException.invalidVersion(text);
  }

  boolean isLatest() {
    return number == LATEST;
  }

  /**
   * The one meant.
   *
   * @param versions at least one, oldest first
   */
  Version in(List<Version> versions) {
    if (isLatest()) {
      return versions.get(versions.size() - 1);
    }
    return versions.stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow(() -> ApiException.versionNotFound(number));
  }
}
