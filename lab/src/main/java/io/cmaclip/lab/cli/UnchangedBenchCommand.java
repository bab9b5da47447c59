package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.UnchangedBench;
import io.cmaclip.lab.bench.UnchangedBenchResult;
import io.cmaclip.lab.demo.ShippedListings;
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
import picocli.CommandLine.Option;

/** {@code cmaclip bench unchanged}. */
@Command(
    name = "unchanged",
    description = {
      "Measures unchanged = repeat against classify on the embedded broker.",
      "Both services read the same events; most events repeat the content of their key, as a change"
          + " of price does. Compares the last answer of each key. Then measures how long the"
          + " answer store takes to restore, its size, and how long another instance takes to take"
          + " over, with and without standby replicas."
    })
final class UnchangedBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;

  /** The restore of fewer takes too short a time to measure. */
  private static final int FEWEST_RESTORED = 10_000;

  private static final double MEGABYTE = 1 << 20;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Events for each mode (${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      defaultValue = "0.9",
      description = "Share of events without new content, 0 to 0.999 (${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--restore",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "Listings in the store to restore, at least 10000; 0: not measured (${DEFAULT-VALUE}).")
  private int restored;

  @Option(
      names = "--images",
      description = "Listings have an image, inline, instead of a title alone.")
  private boolean images;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--events", events, FEWEST);
    if (!(share >= 0 && share <= 0.999)) {
      throw new UsageException("--share " + share + ": must be between 0 and 0.999");
    }
    if (restored != 0 && restored < FEWEST_RESTORED) {
      throw new UsageException(
          "--restore " + restored + ": must be 0 or at least " + FEWEST_RESTORED);
    }
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.runInFolder(
            (cluster, folder) ->
                new UnchangedBench(
                        bundle,
                        configOptions.read(Map.of()),
                        new UnchangedBench.Size(events, share, restored),
                        images ? ShippedListings.imaged() : List.of(),
                        cluster,
                        folder)
                    .run()));
    return 0;
  }

  private void print(UnchangedBenchResult result) {
    PrintWriter out = output.text();
    out.printf("classify   %,.0f listings/s%n", result.classifyPerSecond());
    out.printf("repeat     %,.0f listings/s%n", result.repeatPerSecond());
    out.printf("ratio      %.2f%n", result.ratio());
    out.printf("different  %d of %d keys%n", result.different(), result.keys());
    if (result.restore() != null) {
      out.printf(
          "restore    %d records in %.1f s, %,.0f records/s%n",
          result.restore().restored(),
          result.restore().seconds(),
          result.restore().recordsPerSecond());
      out.printf(
          "disk       store %.0f MB, changelog %.0f MB per million listings%n",
          result.restore().storeBytesPerMillion() / MEGABYTE,
          result.restore().changelogBytesPerMillion() / MEGABYTE);
      out.printf(
          "takeover   %.1f s with standby replicas (%d records restored), %.1f s without (%d)%n",
          result.restore().standby().seconds(),
          result.restore().standby().restored(),
          result.restore().without().seconds(),
          result.restore().without().restored());
    }
    output.end(result);
  }
}
