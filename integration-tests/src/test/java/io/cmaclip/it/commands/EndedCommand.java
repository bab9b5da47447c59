package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.JavaProcess;
import java.time.Duration;
import java.util.List;

/**
 * A command that has ended.
 *
 * @param status exit status
 * @param out lines of standard output
 * @param err lines of standard error
 */
public record EndedCommand(int status, List<String> out, List<String> err) {
  /** Waits for the end of a process. */
  static EndedCommand of(JavaProcess process, Duration timeout) throws InterruptedException {
    return new EndedCommand(process.awaitEnd(timeout), process.out(), process.err());
  }

  /**
   * The line that says why the command exited with this status. Fails when there is other output.
   */
  String refusal(int expected) {
    assertThat(status).as("status; %s", this).isEqualTo(expected);
    assertThat(out).isEmpty();
    List<String> ours = err.stream().filter(line -> line.startsWith("cmaclip ")).toList();
    assertThat(ours).as("%s", this).hasSize(1);
    // Only INFO log lines may precede it: no library warnings, no stack trace.
    assertThat(err)
        .filteredOn(line -> !line.startsWith("cmaclip "))
        .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*"));
    return ours.get(0);
  }
}
