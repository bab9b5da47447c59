package io.cmaclip.lab.chaos.processes;

import io.cmaclip.streams.cli.ServeCommand;
import io.cmaclip.streams.models.ServingModel;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The command {@code serve} with fault injection. Reads commands from standard input ({@link
 * FaultInjection#execute}); the command {@code inflight} prints the number of listings in
 * inference.
 */
public final class FaultyServe {
  private FaultyServe() {}

  /** Arguments: shortest inference call in ms, then the arguments of {@code serve}. */
  public static void main(String[] args) {
    FaultInjection faults = new FaultInjection(Long.parseLong(args[0]));
    Poison poison = new Poison();
    ParentWatch.start(
        line -> {
          if (line.equals("inflight")) {
            System.out.println("inflight " + faults.inFlight());
          } else {
            faults.execute(line);
          }
        });
    CommandLine serve = new CommandLine(new ServeCommand(model -> around(model, faults, poison)));
    serve.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          System.err.println("serve: " + failure.getMessage());
          return 1;
        });
    System.exit(serve.execute(Arrays.copyOfRange(args, 1, args.length)));
  }

  private static ServingModel around(ServingModel model, FaultInjection faults, Poison poison) {
    return new ServingModel(
        model.predictors().stream()
            .map(predictor -> new FaultyPredictor(predictor, faults, poison))
            .toList(),
        poison.detecting(model.preparer()),
        model.maxPreparedBytes(),
        model.reviewer());
  }
}
