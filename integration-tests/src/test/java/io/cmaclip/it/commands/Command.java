package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.cli.Main;
import io.cmaclip.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code cmaclip} commands, each in a JVM of its own. */
public final class Command {
  private Command() {}

  /** One that is not started yet. */
  public static JavaProcess.Builder builder() {
    return JavaProcess.of(Main.class)
        .heap("1g")
        .options(
            // As a person's: the class path of the tests holds their own logging too.
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

  /** The one line that says why the command ended with the status; there is nothing besides. */
  static String refusal(JavaProcess command, int status, Duration timeout)
      throws InterruptedException {
    assertThat(command.awaitEnd(timeout)).as("status; %s", command).isEqualTo(status);
    assertThat(command.out()).isEmpty();
    List<String> ours = command.err().stream().filter(line -> line.startsWith("cmaclip ")).toList();
    assertThat(ours).as("%s", command).hasSize(1);
    // Besides, at most log lines of ours: no warnings of libraries, no stack trace.
    assertThat(command.err())
        .filteredOn(line -> !line.startsWith("cmaclip "))
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*"));
    return ours.get(0);
  }
}
