package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.EventsBench;
import io.cmaclip.lab.bench.EventsBenchResult;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.cli.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench events}. */
@Command(
    name = "events",
    description = {
      "Measures own events with a mapping on the embedded broker.",
      "Compares the throughput of JSON with a mapping, and of Debezium's change events, with that"
          + " of the service's own Avro record: title-only listings, inference at no cost."
    })
final class EventsBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;
  private static final int MOST_PAIRS = 100;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "40000",
      description = "Events in each half of a pair (${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Pairs after a warm-up, 1 to 100 (${DEFAULT-VALUE}).")
  private int pairs;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--events", events, FEWEST);
    if (pairs < 1 || pairs > MOST_PAIRS) {
      throw new UsageException("--pairs " + pairs + ": must be between 1 and " + MOST_PAIRS);
    }
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.runInFolder(
            (cluster, folder) ->
                new EventsBench(bundle, configOptions.read(Map.of()), cluster, folder)
                    .run(events, pairs)));
    return 0;
  }

  private void print(EventsBenchResult result) {
    PrintWriter out = output.text();
    out.printf("product-listing   %,.0f listings/s%n", result.productListingPerSecond());
    out.printf("json and mapping  %,.0f listings/s%n", result.jsonPerSecond());
    out.printf("  ratio           %.3f%n", result.ratio());
    out.printf("debezium          %,.0f listings/s%n", result.debeziumPerSecond());
    out.printf("  ratio           %.3f%n", result.debeziumRatio());
    output.end(result);
  }
}
