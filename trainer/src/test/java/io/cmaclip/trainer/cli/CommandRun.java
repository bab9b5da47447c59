package io.cmaclip.trainer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs commands as the entry point does: a user error yields one line and an exit status. */
final class CommandRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** The exit status. */
  int run(Callable<Integer> command, Collection<String> arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (failure, at, parsed) -> {
          err.append(failure.getMessage());
          return failure instanceof UsageException ? 2 : failure instanceof UserException ? 1 : 70;
        });
    return line.execute(arguments.toArray(String[]::new));
  }

  int run(Callable<Integer> command, String... arguments) {
    return run(command, List.of(arguments));
  }

  /** Everything on standard output so far. */
  String out() {
    return out.toString();
  }

  /** Everything on standard error so far. */
  String err() {
    return err.toString();
  }

  /** The last line of standard output. */
  JsonNode json() throws IOException {
    List<String> lines = out().lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }
}
