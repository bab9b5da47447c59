package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.EmbeddingsBench;
import io.cmaclip.lab.bench.EmbeddingsBenchResult;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.streams.cli.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench embeddings}. */
@Command(
    name = "embeddings",
    description = {
      "Measures the reuse of image encoder outputs (image.embeddings.max-bytes) on the embedded"
          + " broker.",
      "Several listings, with different keys and titles, have the same image, in random order. The"
          + " service runs with and without reuse; the last answers of each key are compared."
    })
final class EmbeddingsBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;
  private static final int MEGABYTE = 1 << 20;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Listings for each service (${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--listings-per-image",
      paramLabel = "N",
      defaultValue = "5",
      description = "Listings with the same image (${DEFAULT-VALUE}).")
  private int perImage;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "256",
      description = "Heap for encoder outputs (${DEFAULT-VALUE}).")
  private int megabytes;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    OptionLimits.requireAtLeast("--events", events, FEWEST);
    OptionLimits.requireAtLeast("--listings-per-image", perImage, 1);
    OptionLimits.requireAtLeast("--megabytes", megabytes, 1);
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.run(
            cluster ->
                new EmbeddingsBench(
                        bundle,
                        configOptions.read(Map.of()),
                        new EmbeddingsBench.Size(events, perImage, (long) megabytes * MEGABYTE),
                        ShippedListings.imaged(),
                        cluster)
                    .run()));
    return 0;
  }

  private void print(EmbeddingsBenchResult result) {
    PrintWriter out = output.text();
    out.printf("every image encoded  %,.0f listings/s%n", result.encodePerSecond());
    out.printf("images reused        %,.0f listings/s%n", result.reusePerSecond());
    out.printf("ratio                %.2f%n", result.ratio());
    out.printf("images               %d encoded, %d reused%n", result.encoded(), result.reused());
    out.printf("heap                 %.1f MB%n", (double) result.bytes() / MEGABYTE);
    out.printf(
        "different            %d; largest difference of the others %.1e%n",
        result.different(), result.largestDifference());
    output.end(result);
  }
}
