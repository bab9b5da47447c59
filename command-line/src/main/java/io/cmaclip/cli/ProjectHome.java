package io.cmaclip.cli;

import java.nio.file.Path;

/** Where the project's own files (shipped bundles, demo listings) lie. */
public final class ProjectHome {
  private static final String PROPERTY = "cmaclip.home";

  private ProjectHome() {}

  /** The folder of the launcher script; the current folder when started without it. */
  public static Path path() {
    return Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath().normalize();
  }

  /** A file or folder of the project, for example {@code bundles/garments}. */
  public static Path resolve(String relative) {
    return path().resolve(relative);
  }
}
