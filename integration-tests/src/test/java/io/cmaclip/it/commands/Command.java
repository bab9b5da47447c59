package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.cli.Main;
import io.cmaclip.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs each {@code cmaclip} command in a separate JVM. */
public final class Command {
  private Command() {}

  public static JavaProcess.Builder builder() {
    return JavaProcess.of(Main.class)
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

  /**
   * The line that says why the command exited with this status. Fails when there is other output.
   */
  static String refusal(JavaProcess command, int status, Duration timeout)
      throws InterruptedException {
    assertThat(command.awaitEnd(timeout)).as("status; %s", command).isEqualTo(status);
    assertThat(command.out()).isEmpty();
    List<String> ours = command.err().stream().filter(line -> line.startsWith("cmaclip ")).toList();
    assertThat(ours).as("%s", command).hasSize(1);
    // Only INFO log lines may precede it: no library warnings, no stack trace.
    assertThat(command.err())
        .filteredOn(line -> !line.startsWith("cmaclip "))
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*"));
    return ours.get(0);
  }
}
