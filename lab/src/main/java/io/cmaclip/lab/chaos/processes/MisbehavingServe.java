package io.cmaclip.lab.chaos.processes;

import io.cmaclip.streams.cli.ServeCommand;
import io.cmaclip.streams.models.ServingModel;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The command {@code serve}, word for word, around a predictor that misbehaves on command. Commands
 * come on standard input ({@link Misbehaviour#obey}); {@code inflight} is answered on standard
 * output with the number of listings that are inside a forward.
 */
public final class MisbehavingServe {
  private MisbehavingServe() {}

  /** Arguments: what a forward takes at least, in ms; then the arguments of {@code serve}. */
  public static void main(String[] args) {
    Misbehaviour misbehaviour = new Misbehaviour(Long.parseLong(args[0]));
    Poison poison = new Poison();
    ParentWatch.start(
        line -> {
          if (line.equals("inflight")) {
            System.out.println("inflight " + misbehaviour.inForward());
          } else {
            misbehaviour.obey(line);
          }
        });
    CommandLine serve =
        new CommandLine(new ServeCommand(model -> around(model, misbehaviour, poison)));
    serve.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          System.err.println("serve: " + failure.getMessage());
          return 1;
        });
    System.exit(serve.execute(Arrays.copyOfRange(args, 1, args.length)));
  }

  private static ServingModel around(ServingModel model, Misbehaviour misbehaviour, Poison poison) {
    return new ServingModel(
        model.predictors().stream()
            .map(predictor -> new MisbehavingPredictor(predictor, misbehaviour, poison))
            .toList(),
        poison.detecting(model.preparer()),
        model.maxPreparedBytes(),
        model.reviewer());
  }
}
