package io.cmaclip.lab.bench;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.streams.cli.ServeCommand;
import io.cmaclip.streams.models.ServingModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/** The command {@code serve} with a simulated GPU. Ends with the process that started it. */
public final class SimulatedServe {
  private SimulatedServe() {}

  /** Arguments: folder of the bundle, then the other arguments of {@code serve}. */
  public static void main(String[] args) {
    Thread parent = new Thread(SimulatedServe::awaitParent, "parent-watch");
    parent.setDaemon(true);
    parent.start();
    Path folder = Path.of(args[0]);
    Bundle bundle = Bundle.open(folder);
    CommandLine serve = new CommandLine(new ServeCommand(model -> simulated(bundle, model)));
    String[] arguments = Arrays.copyOf(args, args.length + 1);
    arguments[0] = "--bundle";
    System.arraycopy(args, 1, arguments, 2, args.length - 1);
    arguments[1] = folder.toString();
    serve.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          System.err.println("serve: " + failure.getMessage());
          return 1;
        });
    System.exit(serve.execute(arguments));
  }

  /** Standard input ends when the parent process ends. */
  private static void awaitParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Same as the end of the stream.
    }
    Runtime.getRuntime().halt(1);
  }

  private static ServingModel simulated(Bundle bundle, ServingModel model) {
    model.predictors().forEach(predictor -> predictor.close());
    return ServiceBench.withPredictor(
        new SimulatedGpu(bundle.manifest(), ServiceBench.GPU_BASE, ServiceBench.GPU_PER_LISTING),
        model);
  }
}
