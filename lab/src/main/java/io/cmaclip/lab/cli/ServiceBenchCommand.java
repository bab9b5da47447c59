package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.JsonOutput;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.bench.BenchSize;
import io.cmaclip.lab.bench.ServiceBench;
import io.cmaclip.lab.bench.ServiceBenchResult;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.KafkaLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip bench service}. */
@Command(
    name = "service",
    description = {
      "Measures the service on the embedded broker.",
      "Measures the utilisation of a simulated GPU, the throughput with inference at no cost, and"
          + " the throughput relative to the predictors alone. Takes about ten minutes."
    })
final class ServiceBenchCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(45);
  private static final int FEWEST = 1_000;

  @Spec private CommandSpec spec;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--listings",
      paramLabel = "N",
      description = "Number of title-only listings (default: 20000).")
  private Integer listings;

  @Mixin private ConfigOptions configOptions;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (listings != null && listings < FEWEST) {
      throw new UsageException("--listings " + listings + ": must be at least " + FEWEST);
    }
    KafkaLogs.onlyErrors();
    BenchSize size = listings == null ? BenchSize.FULL : BenchSize.of(listings);
    Bundle bundle = bundleOption.open();
    try (EndSignal end = EndSignal.listen(CLOSING);
        LocalCluster cluster = LocalCluster.start()) {
      end.interruptOnSignal(Thread.currentThread());
      print(measure(new ServiceBench(bundle, configOptions.read(Map.of()), size, cluster)));
    }
    return 0;
  }

  private static ServiceBenchResult measure(ServiceBench bench)
      throws InterruptedException, IOException {
    try {
      return bench.run(imaged());
    } catch (InterruptException | InterruptedException e) {
      // Clears the interrupt, which would disturb closing.
      Thread.interrupted();
      throw new UserException("stopped before the measurement was complete", e);
    }
  }

  private static List<Listing> imaged() throws IOException {
    return ShippedListings.all().stream()
        .filter(listing -> listing.image() != null && !listing.title().isBlank())
        .toList();
  }

  private void print(ServiceBenchResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("GPU utilisation        %.3f%n", result.gpuUtilisation());
    out.printf("  faster GPU           %.3f%n", result.gpuUtilisationFast());
    out.printf("no-cost inference      %,.0f listings/s%n", result.freeForwardPerSecond());
    out.printf("  with/without metrics %.3f%n", result.measuredToUnmeasured());
    out.printf("service to predictor   %.3f%n", result.serviceToPredictor());
    out.printf("  titles only          %.3f%n", result.serviceToPredictorTitleOnly());
    out.printf(
        "CPU time               decode %.3f, preprocess %.3f, inference %.3f, rest %.3f"
            + " ms/listing%n",
        result.cpuMillisPerListing().decode(),
        result.cpuMillisPerListing().preprocess(),
        result.cpuMillisPerListing().forward(),
        result.cpuMillisPerListing().rest());
    out.flush();
    if (json) {
      JsonOutput.print(out, result);
    }
  }
}
