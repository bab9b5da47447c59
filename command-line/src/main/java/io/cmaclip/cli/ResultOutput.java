package io.cmaclip.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The result of a command on standard output: text for people and, with {@code --json}, one JSON
 * object as the last line.
 */
public final class ResultOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Prints a JSON object as the last line.")
  private boolean json;

  /** Whether {@code --json} is given. */
  public boolean isJson() {
    return json;
  }

  /** Standard output. */
  public PrintWriter text() {
    return command.commandLine().getOut();
  }

  /** Ends the output; with {@code --json}, prints the result as the last line. */
  public void end(Object result) {
    if (json) {
      JsonOutput.print(text(), result);
    } else {
      text().flush();
    }
  }
}
