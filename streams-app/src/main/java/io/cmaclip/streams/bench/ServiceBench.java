package io.cmaclip.streams.bench;

import io.cmaclip.events.ProductListing;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.predictor.PreparedListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.broker.LocalCluster;
import io.cmaclip.streams.bundled.BundledModel;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.produce.ListingEvents;
import io.cmaclip.streams.service.ServingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Measures the service with everything but the forward real: against a simulated GPU of 10 ms + 0.8
 * ms a listing, and with a forward that costs nothing; then with the bundle's own model against its
 * predictors alone. Title-only listings, except where pictures are said.
 */
public final class ServiceBench {
  static final int BATCH = 64;
  static final Duration GPU_BASE = Duration.ofMillis(10);
  static final Duration GPU_PER_LISTING = Duration.ofNanos(800_000);

  /** A forward that costs nothing is over so soon that it needs more listings. */
  private static final int FREE_FACTOR = 3;

  private final Bundle bundle;
  private final ServiceConfig config;
  private final BenchSize size;
  private final ServiceRun service;
  private final LocalCluster cluster;

  /**
   * A benchmark.
   *
   * @param config of the service; batch size, cluster and topics are the benchmark's
   * @param cluster stays open
   */
  public ServiceBench(Bundle bundle, ServiceConfig config, BenchSize size, LocalCluster cluster) {
    this.bundle = bundle;
    this.config =
        config.with(
            ConfigSource.flags(Map.of(ServiceKeys.BATCH_MAX_SIZE.name(), Integer.toString(BATCH))));
    this.size = size;
    this.service = new ServiceRun(cluster, this.config);
    this.cluster = cluster;
  }

  /**
   * Runs everything.
   *
   * @param pictured listings with pictures, at least one
   */
  public ServiceBenchResult run(List<Listing> pictured) throws InterruptedException {
    try (BundledModel model =
        BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
      ServingModel serving = model.serving();
      try {
        service.measure(
            "warm-up", KeptOpen.lend(simulated(serving, true)), size.warmUp(), ServiceBench::title);
        Throughput gpu =
            service.measure(
                "simulated GPU", simulated(serving, true), size.titles(), ServiceBench::title);
        Throughput free =
            service.measure(
                "free forward",
                simulated(serving, false),
                FREE_FACTOR * size.titles(),
                ServiceBench::title);
        Pairs titlePairs = pairs("titles", serving, ServiceBench::title);
        IntFunction<Listing> pictures =
            i -> {
              Listing listing = pictured.get(i % pictured.size());
              return new Listing(
                  "p" + i, listing.title(), listing.fileName(), listing.image(), listing.fields());
            };
        Pairs picturePairs = pairs("pictures", serving, pictures);
        CpuMillis cpu = cpu(serving, pictures);
        double ideal =
            new SimulatedGpu(bundle.manifest(), GPU_BASE, GPU_PER_LISTING).idealPerSecond(BATCH);
        return new ServiceBenchResult(
            gpu.perSecond() / ideal,
            gpu.perSecond(),
            ideal,
            free.perSecond(),
            titlePairs.ratio(),
            picturePairs.ratio(),
            titlePairs,
            picturePairs,
            cpu,
            size.titles(),
            BATCH,
            config.get(ServiceKeys.THREADS),
            serving.predictors().size(),
            config.get(ServiceKeys.GUARANTEE));
      } finally {
        serving.predictors().forEach(predictor -> predictor.close());
      }
    }
  }

  /** Real preprocessing and review; the forward takes a GPU's time, or none. */
  private ServingModel simulated(ServingModel real, boolean gpu) {
    SimulatedGpu predictor =
        gpu
            ? new SimulatedGpu(bundle.manifest(), GPU_BASE, GPU_PER_LISTING)
            : new SimulatedGpu(bundle.manifest(), Duration.ZERO, Duration.ZERO);
    return new ServingModel(
        List.of(predictor), real.preparer(), real.maxPreparedBytes(), real.reviewer());
  }

  private Pairs pairs(String what, ServingModel serving, IntFunction<Listing> listings)
      throws InterruptedException {
    List<PreparedListing> prepared =
        IntStream.range(0, size.pair())
            .mapToObj(listings)
            .map(
                listing ->
                    serving
                        .preparer()
                        .prepare(
                            listing.title(),
                            listing.image() == null ? List.of() : List.of(listing.image()))
                        .listing())
            .filter(listing -> listing != null)
            .toList();
    List<Double> services = new ArrayList<>();
    List<Double> predictors = new ArrayList<>();
    for (int pair = 0; pair <= size.pairs(); pair++) {
      String shown = what + ", pair " + pair + " of " + size.pairs();
      double ofPredictor = PredictorRun.measure(serving.predictors(), prepared, BATCH).perSecond();
      double ofService =
          service.measure(shown, KeptOpen.lend(serving), size.pair(), listings).perSecond();
      if (pair > 0) { // the first one warms up
        predictors.add(ofPredictor);
        services.add(ofService);
      }
    }
    return new Pairs(services, predictors);
  }

  private CpuMillis cpu(ServingModel serving, IntFunction<Listing> pictures)
      throws InterruptedException {
    CpuTimes times = new CpuTimes();
    long before = CpuTimes.process();
    service.measure("processor time", times.counted(KeptOpen.lend(serving)), size.pair(), pictures);
    double total = CpuTimes.process() - before;
    double perListing = 1e6 * size.pair();
    double decode = decodeMillis(pictures);
    double preprocess = times.preprocessNanos() / perListing;
    double forward = times.forwardNanos() / perListing;
    return new CpuMillis(
        decode, preprocess, forward, total / perListing - decode - preprocess - forward);
  }

  /**
   * From a record's bytes to the event, measured alone: in the service it is spread over threads.
   */
  private double decodeMillis(IntFunction<Listing> pictures) {
    try (EventSerdes serdes =
        EventSerdes.create(config.with(ConfigSource.flags(cluster.settings())).serdeProperties())) {
      Serializer<ProductListing> serializer = serdes.serde(ProductListing.class).serializer();
      Deserializer<ProductListing> deserializer = serdes.serde(ProductListing.class).deserializer();
      List<byte[]> records =
          IntStream.range(0, Math.min(size.pair(), 1000))
              .mapToObj(
                  i ->
                      serializer.serialize(
                          "bench", ListingEvents.of(pictures.apply(i), Instant.EPOCH)))
              .toList();
      long nanos = 0;
      for (int round = 0; round < 3; round++) {
        long start = CpuTimes.thread();
        records.forEach(record -> deserializer.deserialize("bench", record));
        nanos = CpuTimes.thread() - start;
      }
      return nanos / 1e6 / records.size();
    }
  }

  private static Listing title(int number) {
    return Titles.listing("t", number);
  }
}
