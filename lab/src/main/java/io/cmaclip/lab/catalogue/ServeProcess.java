package io.cmaclip.lab.catalogue;

import io.cmaclip.lab.chaos.processes.ParentWatch;
import io.cmaclip.streams.cli.ServeCommand;
import io.cmaclip.streams.models.ServingModel;
import java.util.function.UnaryOperator;
import picocli.CommandLine;

/** The command {@code serve} in a process that ends with its parent. */
public final class ServeProcess {
  private ServeProcess() {}

  /** Arguments of {@code serve}. */
  public static void main(String[] args) {
    ParentWatch.start(line -> {});
    CommandLine serve = new CommandLine(new ServeCommand(UnaryOperator.<ServingModel>identity()));
    serve.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          System.err.println("serve: " + failure.getMessage());
          return 1;
        });
    System.exit(serve.execute(args));
  }
}
