package io.cmaclip.lab.cli;

import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.BenchSize;
import io.cmaclip.lab.bench.ServiceBench;
import io.cmaclip.lab.bench.ServiceBenchResult;
import io.cmaclip.lab.bench.images.EnlargedListings;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.ConfigOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench service}. */
@Command(
    name = "service",
    description = {
      "Measures the service on the embedded broker.",
      "Measures the utilisation of a simulated GPU, the throughput with inference at no cost, and"
          + " the throughput relative to the predictors alone. Takes about ten minutes."
    })
final class ServiceBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 1_000;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--listings",
      paramLabel = "N",
      description = "Number of title-only listings (default: 20000).")
  private Integer listings;

  @Option(
      names = "--image-size",
      paramLabel = "WxH",
      description =
          "Size of the images, such as 900x1200; the shipped ones are enlarged, with camera noise,"
              + " as JPEG of quality 85 (default: as shipped, 60x80).")
  private String imageSize;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (listings != null) {
      OptionLimits.requireAtLeast("--listings", listings, FEWEST);
    }
    BenchSize size = listings == null ? BenchSize.FULL : BenchSize.of(listings);
    Bundle bundle = bundleOption.open();
    print(
        ClusterMeasurement.run(
            cluster ->
                new ServiceBench(bundle, configOptions.read(Map.of()), size, cluster)
                    .run(imaged())));
    return 0;
  }

  private List<Listing> imaged() throws IOException {
    if (imageSize == null) {
      return ShippedListings.imaged();
    }
    return EnlargedListings.shipped(imageSize);
  }

  private void print(ServiceBenchResult result) {
    PrintWriter out = output.text();
    out.printf("GPU utilisation        %.3f%n", result.gpuUtilisation());
    out.printf("  faster GPU           %.3f%n", result.gpuUtilisationFast());
    out.printf("    predictors = 2     %.3f%n", result.gpuUtilisationFastTwoPredictors());
    out.printf("no-cost inference      %,.0f listings/s%n", result.freeForwardPerSecond());
    out.printf("  with/without metrics %.3f%n", result.measuredToUnmeasured());
    out.printf("service to predictor   %.3f%n", result.serviceToPredictor());
    out.printf("  titles only          %.3f%n", result.serviceToPredictorTitleOnly());
    out.printf("broker elsewhere       %.3f%n", result.ownShare());
    out.printf("  titles only          %.3f%n", result.ownShareTitleOnly());
    out.printf(
        "CPU time               decode %.3f, preprocess %.3f, inference %.3f, rest %.3f"
            + " ms/listing%n",
        result.cpuMillisPerListing().decode(),
        result.cpuMillisPerListing().preprocess(),
        result.cpuMillisPerListing().forward(),
        result.cpuMillisPerListing().rest());
    output.end(result);
  }
}
