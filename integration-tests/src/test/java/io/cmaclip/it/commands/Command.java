package io.cmaclip.it.commands;

import io.cmaclip.cli.Main;
import io.cmaclip.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs each {@code cmaclip} command in a separate JVM. */
public final class Command {
  private Command() {}

  public static JavaProcess.Builder builder() {
    return builder(Main.class);
  }

  /** A JVM as {@code ./cmaclip} starts it, with another main class. */
  static JavaProcess.Builder builder(Class<?> main) {
    return JavaProcess.of(main)
        .heap("1g")
        .options(
            // The logging of the product: the test class path also holds logging configurations of
            // tests.
            "-Dlogback.configurationFile=logback.xml",
            "-Dcmaclip.home=" + Path.of("..").toAbsolutePath().normalize());
  }

  static JavaProcess start(String... arguments) throws IOException {
    return builder().start(arguments);
  }

  static JavaProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    return builder().environment(environment).start(arguments);
  }
}
