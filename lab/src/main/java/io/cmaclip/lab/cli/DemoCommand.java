package io.cmaclip.lab.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.cli.Terminal;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.demo.Demo;
import io.cmaclip.lab.demo.DemoPlan;
import io.cmaclip.lab.demo.DemoResult;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.streams.cli.ConfigOptions;
import io.cmaclip.streams.cli.KafkaLogs;
import io.cmaclip.streams.cli.ListingOptions;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.OutputKeys;
import io.cmaclip.streams.config.ReviewKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.BundledModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip demo}. */
@Command(
    name = "demo",
    subcommands = CatalogueDemoCommand.class,
    description = {
      "Classifies listings with an embedded broker and shows the answers.",
      "Broker, schema registry and service run in this process. Without arguments it uses the"
          + " shipped model and listings, and adds some invalid records."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
  private static final Duration CLOSING = Duration.ofSeconds(45);

  private static final String DECISIONS_TOPIC = "review-decisions";
  private static final double WATCHABLE_PER_SECOND = 12;

  @Mixin private ListingOptions listings;

  @Mixin private BundleOption bundleOption;

  @Option(
      names = "--once",
      description = "Send at full speed and exit when every listing is answered.")
  private boolean once;

  @Option(
      names = "--review",
      description =
          "Open the review console when every listing is answered, and print its URL with a token."
              + " Decisions come back as labels.")
  private boolean review;

  @Option(
      names = "--out",
      paramLabel = "FILE.jsonl",
      description = "Write the answers read from the topics, one line per listing.")
  private Path out;

  @Mixin private ResultOutput output;

  @Mixin private ConfigOptions configOptions;

  @Override
  public Integer call() throws InterruptedException, IOException {
    KafkaLogs.onlyErrors();
    long limit = listings.limit();
    OutputKeys.requireNestedAvro(configOptions.read(Map.of()));
    Bundle bundle = bundleOption.open();
    DemoPlan plan =
        new DemoPlan(
            once,
            !listings.isGiven(),
            review,
            once || review ? Double.POSITIVE_INFINITY : WATCHABLE_PER_SECOND,
            out);
    DemoResult result;
    PrintWriter screen = output.text();
    try (EndSignal end = EndSignal.listen(CLOSING);
        ShippedListings shipped = listings.isGiven() ? null : ShippedListings.unpack();
        ListingFolder folder = shipped == null ? listings.open() : listings.open(shipped.path());
        LocalCluster cluster = LocalCluster.start()) {
      ServiceConfig config = config(cluster.settings());
      LOG.info("broker {}", config.bootstrap());
      try (BundledModel model =
          BundledModel.load(bundle, new ServiceSettingsReader(config).model()).closedOnShutdown()) {
        result =
            new Demo(config, plan, screen, Terminal.ofProcess(), end::isGiven)
                .run(model.serving(), () -> folder.listings().limit(limit));
      }
    }
    output.end(result);
    return result.isExactlyOnce() || !once ? 0 : 1;
  }

  private ServiceConfig config(Map<String, String> cluster) {
    Map<String, String> flags = new TreeMap<>(cluster);
    flags.put(ServiceKeys.BUNDLE.name(), bundleOption.path().toString());
    ServiceConfig config = configOptions.read(flags);
    return review && config.find(ReviewKeys.DECISIONS_TOPIC).isEmpty()
        ? config.with(
            ConfigSource.flags(Map.of(ReviewKeys.DECISIONS_TOPIC.name(), DECISIONS_TOPIC)))
        : config;
  }
}
