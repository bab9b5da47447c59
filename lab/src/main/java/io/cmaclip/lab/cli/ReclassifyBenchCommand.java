package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.ReclassifyBench;
import io.cmaclip.lab.bench.ReclassifyBenchResult;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.streams.cli.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench reclassify}. */
@Command(
    name = "reclassify",
    description = {
      "Measures how much a reclassification delays live listings, with a simulated GPU.",
      "Live listings come at half of the GPU's ideal rate, first alone, then together with a"
          + " reclassification that runs flat out."
    })
final class ReclassifyBenchCommand implements Callable<Integer> {
  private static final int SHORTEST = 5;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "40",
      description = "Duration of each of the two measurements (${DEFAULT-VALUE}).")
  private int seconds;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--seconds", seconds, SHORTEST);
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.runInFolder(
            (cluster, folder) ->
                new ReclassifyBench(
                        bundle,
                        configOptions.read(Map.of()),
                        cluster,
                        folder,
                        Duration.ofSeconds(seconds))
                    .run()));
    return 0;
  }

  private void print(ReclassifyBenchResult result) {
    PrintWriter out = output.text();
    out.printf(
        "p99 of live listings  %.0f ms alone, %.0f ms together: %.0f ms more (a batch takes %.0f"
            + " ms)%n",
        result.p99Alone(), result.p99Together(), result.growth(), result.batchMillis());
    out.printf("  of that by the GPU  %.0f ms, computed%n", result.growthOfQueue());
    out.printf(
        "GPU utilisation       %.3f alone, %.3f together%n",
        result.utilisationAlone(), result.utilisation());
    output.end(result);
  }
}
