package io.cmaclip.lab.cli;

import io.cmaclip.cli.ProjectHome;
import io.cmaclip.model.bundle.Bundle;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --bundle} with the shipped bundle as its default. */
final class BundleOption {
  private static final String SHIPPED = "bundles/garments";

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Folder of the model bundle (default: " + SHIPPED + " of the project).")
  private Path folder;

  Path path() {
    return folder == null ? ProjectHome.resolve(SHIPPED) : folder.toAbsolutePath();
  }

  Bundle open() {
    return Bundle.open(path());
  }
}
