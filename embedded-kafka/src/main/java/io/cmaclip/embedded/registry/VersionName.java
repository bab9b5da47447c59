package io.cmaclip.embedded.registry;

import io.cmaclip.embedded.registry.SchemaCatalog.Version;
import java.util.List;

/** A version in a request: a number, {@code latest} or -1 (the latest). */
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
      // Rejected below.
    }
    throw ApiException.invalidVersion(text);
  }

  boolean isLatest() {
    return number == LATEST;
  }

  /** Selects the version from a non-empty list, oldest first. */
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
