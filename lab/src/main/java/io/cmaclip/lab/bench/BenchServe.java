package io.cmaclip.lab.bench;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.streams.cli.ServeCommand;
import io.cmaclip.streams.models.ServingModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine;

/** The command {@code serve} in a process that ends with the one that started it. */
public final class BenchServe {
  /** What predicts. */
  public enum Model {
    BUNDLE,
    /** A simulated GPU. */
    SIMULATED
  }

  private BenchServe() {}

  /**
   * Arguments: name of a {@link Model}, folder of the bundle, then the other arguments of {@code
   * serve}.
   */
  public static void main(String[] args) {
    Thread parent = new Thread(BenchServe::awaitParent, "parent-watch");
    parent.setDaemon(true);
    parent.start();
    boolean simulated = Model.valueOf(args[0]) == Model.SIMULATED;
    Path folder = Path.of(args[1]);
    Bundle bundle = Bundle.open(folder);
    CommandLine serve =
        new CommandLine(new ServeCommand(model -> simulated ? simulated(bundle, model) : model));
    String[] arguments = args.clone();
    arguments[0] = "--bundle";
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
