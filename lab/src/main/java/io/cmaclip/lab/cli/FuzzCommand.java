package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.lab.fuzz.FuzzResult;
import io.cmaclip.lab.fuzz.FuzzRun;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.KafkaLogs;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.BundledModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip fuzz}. */
@Command(
    name = "fuzz",
    description = {
      "Sends invalid and extreme records to the service on an embedded broker.",
      "",
      "Corrupted Avro, other schemas, unusual keys and timestamps, corrupted images of every"
          + " format, very long titles, a million attributes: each record must get exactly one"
          + " answer or dead letter, and none may stop the service. A seed always sends the same"
          + " records. Exit status 1 on a violation."
    })
final class FuzzCommand implements Callable<Integer> {
  private static final Duration CLOSING = Duration.ofSeconds(45);
  private static final int MOST = 10_000_000;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Number of records, 1 to 10,000,000. Default: ${DEFAULT-VALUE}.")
  private int inputs;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the records. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private BundleOption bundleOption;

  @Mixin private ConfigOptions configOptions;

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (inputs < 1 || inputs > MOST) {
      throw new UsageException("--inputs " + inputs + ": must be between 1 and " + MOST);
    }
    KafkaLogs.onlyErrors();
    Bundle bundle = bundleOption.open();
    FuzzResult result;
    try (EndSignal end = EndSignal.listen(CLOSING);
        LocalCluster cluster = LocalCluster.start(FuzzRun.broker())) {
      end.interruptOnSignal(Thread.currentThread());
      Map<String, String> settings = new HashMap<>(cluster.settings());
      // Mutated schema ids stay unknown; a retry would only measure its own time.
      settings.put("failures.unknown-schema-retry", "0 ms");
      ServiceConfig config = configOptions.read(settings);
      try (BundledModel model =
          BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
        result = new FuzzRun(config, images(), seed, inputs).run(model.serving());
      }
    } catch (InterruptException | InterruptedException e) {
      Thread.interrupted();
      throw new UserException("stopped before every record was answered", e);
    }
    print(result);
    return result.isPassed() ? 0 : 1;
  }

  private static List<byte[]> images() throws IOException {
    return ShippedListings.all().stream().map(Listing::image).filter(Objects::nonNull).toList();
  }

  private void print(FuzzResult result) {
    PrintWriter out = output.text();
    out.printf(
        "%-18s %7s %8s %7s %6s %9s  %s%n",
        "kind", "inputs", "labelled", "review", "lost", "slowest", "dead letters");
    result
        .kinds()
        .forEach(
            (kind, of) ->
                out.printf(
                    "%-18s %7d %8d %7d %6d %7.2f s  %s%n",
                    kind,
                    of.inputs(),
                    of.labelled(),
                    of.review(),
                    of.lost(),
                    of.slowestSeconds(),
                    reasons(of.deadLetters())));
    out.printf(
        "%d inputs in %.0f s: %d labelled (%d of them for review), %d dead letters, %d rejected by"
            + " the broker, %d lost, %d duplicated; slowest %.2f s; %d stream threads failed%n",
        result.inputs(),
        result.seconds(),
        result.labelled(),
        result.review(),
        result.deadLetter(),
        result.refused(),
        result.lost(),
        result.duplicated(),
        result.slowestSeconds(),
        result.failedThreads());
    out.printf(
        "memory: heap growth %+.1f MB over the last four fifths; peak RSS in each fifth: %s MB%n",
        result.heapGrowth() / 1e6,
        result.residentPeaks().stream()
            .map(bytes -> String.valueOf(bytes / 1_000_000))
            .collect(Collectors.joining(", ")));
    if (!result.unexpected().isEmpty()) {
      out.printf(
          "unexpected results: inputs %s%n",
          result.unexpected().stream()
              .limit(20)
              .map(String::valueOf)
              .collect(Collectors.joining(", ")));
    }
    output.end(result);
  }

  private static String reasons(Map<String, Integer> letters) {
    return letters.entrySet().stream()
        .map(letter -> letter.getKey() + " " + letter.getValue())
        .collect(Collectors.joining(", "));
  }
}
