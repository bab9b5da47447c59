package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.ScaleBench;
import io.cmaclip.lab.bench.ScaleBenchResult;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.cli.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip bench scale}. */
@Command(
    name = "scale",
    description = {
      "Measures several service processes of one group, each with a simulated GPU, on one broker.",
      "Reports the CPU time of the services' own processes per listing, and how long partitions are"
          + " without answers while a process is added to two."
    })
final class ScaleBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;

  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--processes",
      paramLabel = "N",
      split = ",",
      description = "Numbers of processes, ascending (default: 1,2,4).")
  private List<Integer> processes = List.of(1, 2, 4);

  @Option(
      names = "--listings",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Measured title-only listings of each process (${DEFAULT-VALUE}).")
  private int listings;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--listings", listings, FEWEST);
    if (processes.isEmpty() || processes.stream().anyMatch(count -> count < 1 || count > 8)) {
      throw new UsageException("--processes = " + processes + ": must be between 1 and 8");
    }
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.runInFolder(
            (cluster, folder) ->
                new ScaleBench(
                        bundle,
                        configOptions.read(Map.of()),
                        cluster,
                        folder,
                        spec.commandLine().getErr()::println)
                    .run(processes, listings)));
    return 0;
  }

  private void print(ScaleBenchResult result) {
    PrintWriter out = output.text();
    result
        .steps()
        .forEach(
            step ->
                out.printf(
                    "%d processes  %,.0f listings/s, %.3f CPU-ms/listing%n",
                    step.processes(), step.perSecond(), step.cpuMillisPerListing()));
    out.printf("growth of CPU time  %.3f%n", result.cpuGrowth());
    out.printf(
        "a third process     %d partitions move; without answers: untouched %.0f ms, moved %.0f"
            + " ms, usually %.0f ms%n",
        result.rebalance().moved(),
        result.rebalance().untouchedGapMillis(),
        result.rebalance().movedGapMillis(),
        result.rebalance().usualGapMillis());
    output.end(result);
  }
}
