package io.cmaclip.cli;

import java.nio.file.Path;

/** Folder of the project's own files, such as shipped bundles. */
public final class ProjectHome {
  private static final String PROPERTY = "cmaclip.home";

  private ProjectHome() {}

  /** Folder of the launcher script; the current folder without the launcher. */
  public static Path path() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
  }

  /** Resolves a path such as {@code bundles/garments} against the project's folder. */
  public static Path resolve(String relative) {
    return path().resolve(relative);
  }
}
