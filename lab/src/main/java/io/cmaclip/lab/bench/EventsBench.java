package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.InputKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.trainer.metrics.Medians;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures own events with a mapping against the service's own Avro record: title-only listings and
 * inference at no cost, so that the cost of reading an event shows most.
 */
public final class EventsBench {
  private final Bundle bundle;
  private final ServiceConfig config;
  private final LocalCluster cluster;
  private final Path folder;
  private final CpuTimes times = new CpuTimes();

  /**
   * A benchmark.
   *
   * @param cluster not closed
   * @param folder for the mapping file; empty
   */
  public EventsBench(Bundle bundle, ServiceConfig config, LocalCluster cluster, Path folder) {
    this.bundle = bundle;
    this.config =
        config.with(
            ConfigSource.flags(
                Map.of(ServiceKeys.BATCH_MAX_SIZE.name(), Integer.toString(ServiceBench.BATCH))));
    this.cluster = cluster;
    this.folder = folder;
  }

  /**
   * Alternates between the three services.
   *
   * @param events events in each half of a pair
   * @param pairs pairs after a warm-up pair
   */
  public EventsBenchResult run(int events, int pairs) throws InterruptedException, IOException {
    try (BundledModel model =
        BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
      ServingModel serving = model.serving();
      try (Contender own = new Contender("product-listing", open("own", serving, Map.of()), null);
          Contender shop =
              new Contender(
                  "json",
                  open("json", serving, mapped(ForeignEvents.mapping(folder).toString())),
                  ForeignEvents::shop);
          Contender debezium =
              new Contender(
                  "debezium",
                  open("debezium", serving, mapped("debezium")),
                  ForeignEvents::debezium)) {
        for (int pair = 0; pair <= pairs; pair++) {
          for (Contender contender : List.of(own, shop, debezium)) {
            contender.measure(pair, pairs, events);
          }
        }
        return new EventsBenchResult(
            Medians.of(own.rates),
            Medians.of(shop.rates),
            Medians.ofRatios(shop.rates, own.rates, 1),
            Medians.of(debezium.rates),
            Medians.ofRatios(debezium.rates, own.rates, 1),
            events,
            pairs);
      } finally {
        serving.predictors().forEach(predictor -> predictor.close());
      }
    }
  }

  private static Map<String, String> mapped(String mapping) {
    return Map.of(InputKeys.FORMAT.name(), "json", InputKeys.MAPPING.name(), mapping);
  }

  private ServiceSession open(String name, ServingModel real, Map<String, String> input)
      throws InterruptedException {
    ServingModel free =
        ServiceBench.withPredictor(
            new SimulatedGpu(bundle.manifest(), Duration.ZERO, Duration.ZERO), real);
    return ServiceSession.open(
        "events-" + name,
        cluster,
        config.with(ConfigSource.flags(input)),
        times.counted(free),
        ServiceMeters.none(),
        times);
  }

  /** A service and the rates measured with it. */
  private static final class Contender implements AutoCloseable {
    private final String name;
    private final ServiceSession service;

    /** Null for the service's own record. */
    private final Function<Listing, byte[]> event;

    private final List<Double> rates = new ArrayList<>();

    Contender(String name, ServiceSession service, Function<Listing, byte[]> event) {
      this.name = name;
      this.service = service;
      this.event = event;
    }

    /** Pair 0 warms up and does not count. */
    void measure(int pair, int pairs, int events) throws InterruptedException {
      String shown = name + ", pair " + pair + " of " + pairs;
      Throughput throughput =
          event == null
              ? service.measure(shown, events, EventsBench::listing)
              : service.measure(shown, events, EventsBench::listing, event);
      if (pair > 0) {
        rates.add(throughput.steady().perSecond());
      }
    }

    @Override
    public void close() {
      service.close();
    }
  }

  private static Listing listing(int number) {
    return Titles.listing("e", number);
  }
}
