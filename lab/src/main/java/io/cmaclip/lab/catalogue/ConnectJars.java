package io.cmaclip.lab.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jars of Kafka Connect and Debezium's connectors, as {@code lab/connect/install.sh} copies them.
 *
 * @param worker class path of the worker
 * @param plugins one folder per connector
 */
public record ConnectJars(Path worker, Path plugins) {
  /** The installed jars; empty if the script has not run. */
  public static Optional<ConnectJars> installed() {
    return homes()
        .map(home -> home.resolve(".cmaclip").resolve("connect"))
        .filter(folder -> Files.isDirectory(folder.resolve("worker")))
        .findFirst()
        .map(folder -> new ConnectJars(folder.resolve("worker"), folder.resolve("plugins")));
  }

  /** The project's folder; in tests, the parent of the module's. */
  private static Stream<Path> homes() {
    String home = System.getProperty("cmaclip.home");
    return home == null
        ? Stream.of(Path.of("").toAbsolutePath(), Path.of("..").toAbsolutePath().normalize())
        : Stream.of(Path.of(home));
  }
}
