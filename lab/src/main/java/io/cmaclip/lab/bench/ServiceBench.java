package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ProductListing;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.metrics.exact.ExactMeterRegistry;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingEvents;
import io.cmaclip.trainer.metrics.Medians;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Measures the service with a simulated GPU of 10 ms + 0.8 ms per listing, with a faster one of 5
 * ms + 0.2 ms, with inference at no cost, and with the bundle's model compared to that model
 * without Kafka. Uses title-only listings unless stated otherwise, and the metrics of {@code
 * serve}.
 */
public final class ServiceBench {
  static final int BATCH = 64;
  static final Duration GPU_BASE = Duration.ofMillis(10);
  static final Duration GPU_PER_LISTING = Duration.ofNanos(800_000);
  private static final Duration FAST_BASE = Duration.ofMillis(5);
  private static final Duration FAST_PER_LISTING = Duration.ofNanos(200_000);

  /** Inference at no cost needs more listings for a measurable duration. */
  private static final int FREE_FACTOR = 3;

  /** More than 8 partitions of 512 in flight. With fewer, a fast GPU would wait for the sender. */
  private static final int BACKLOG = 6_000;

  private static final String FREE = "no-cost inference";

  /**
   * Listings per second with inference at no cost.
   *
   * @param measuredToUnmeasured that rate divided by the rate without metrics
   */
  private record FreeInference(double perSecond, double measuredToUnmeasured) {}

  /** Listings per second with a simulated GPU, and the rate at which it is never idle. */
  private record GpuRate(double perSecond, double idealPerSecond) {
    double utilisation() {
      return perSecond / idealPerSecond;
    }
  }

  private record SimulatedInference(
      GpuRate gpu, GpuRate fastGpu, GpuRate fastGpuTwoPredictors, FreeInference free) {}

  private final Bundle bundle;
  private final ServiceConfig config;
  private final BenchSize size;
  private final LocalCluster cluster;
  private final CpuTimes times = new CpuTimes();

  /**
   * A benchmark.
   *
   * @param config service configuration; the benchmark overrides batch size, cluster and topics
   * @param cluster not closed
   */
  public ServiceBench(Bundle bundle, ServiceConfig config, BenchSize size, LocalCluster cluster) {
    this.bundle = bundle;
    this.config =
        config.with(
            ConfigSource.flags(Map.of(ServiceKeys.BATCH_MAX_SIZE.name(), Integer.toString(BATCH))));
    this.size = size;
    this.cluster = cluster;
  }

  /** Runs all parts; {@code imaged} are listings with images, at least one. */
  public ServiceBenchResult run(List<Listing> imaged) throws InterruptedException {
    try (BundledModel model =
        BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
      ServingModel serving = model.serving();
      try {
        SimulatedInference simulated =
            new SimulatedInference(
                simulated("simulated GPU", serving, gpu(), 1),
                simulated("fast simulated GPU", serving, fastGpu(), 1),
                simulated("fast simulated GPU, two predictors", serving, fastGpu(), 2),
                freeInference(serving));
        return withModel(serving, simulated, imaged);
      } finally {
        serving.predictors().forEach(predictor -> predictor.close());
      }
    }
  }

  private ServiceBenchResult withModel(
      ServingModel serving, SimulatedInference simulated, List<Listing> imaged)
      throws InterruptedException {
    IntFunction<Listing> images =
        i -> {
          Listing listing = imaged.get(i % imaged.size());
          return new Listing(
              "p" + i, listing.title(), listing.fileName(), listing.image(), listing.fields());
        };
    try (ServiceSession service = open("model", SharedPredictor.share(serving), measured())) {
      List<Throughput> ofTitles = new ArrayList<>();
      List<Throughput> ofImages = new ArrayList<>();
      Pairs titlePairs =
          pairs("titles", service, serving, size.titlePair(), ServiceBench::title, ofTitles);
      Pairs imagePairs = pairs("images", service, serving, size.imagePair(), images, ofImages);
      CpuMillis perListing = CpuMillis.of(ofImages, decodeMillis(images));
      CpuMillis perTitle = CpuMillis.of(ofTitles, decodeMillis(ServiceBench::title));
      return new ServiceBenchResult(
          simulated.gpu().utilisation(),
          simulated.gpu().perSecond(),
          simulated.gpu().idealPerSecond(),
          simulated.fastGpu().utilisation(),
          simulated.fastGpuTwoPredictors().utilisation(),
          simulated.free().perSecond(),
          simulated.free().measuredToUnmeasured(),
          imagePairs.ratio(),
          titlePairs.ratio(),
          perListing.ownShare(),
          perTitle.ownShare(),
          imagePairs,
          titlePairs,
          perListing,
          perTitle,
          size.titles(),
          BATCH,
          config.get(ServiceKeys.THREADS),
          serving.predictors().size(),
          config.get(ServiceKeys.GUARANTEE).kafkaName());
    }
  }

  private SimulatedGpu gpu() {
    return new SimulatedGpu(bundle.manifest(), GPU_BASE, GPU_PER_LISTING);
  }

  private SimulatedGpu fastGpu() {
    return new SimulatedGpu(bundle.manifest(), FAST_BASE, FAST_PER_LISTING);
  }

  /** Measures a number of predictors that share one GPU. */
  private GpuRate simulated(String what, ServingModel real, SimulatedGpu gpu, int predictors)
      throws InterruptedException {
    String name = what.replaceAll("\\W+", "-");
    ServingModel model = withPredictors(Collections.nCopies(predictors, gpu), real);
    try (ServiceSession service = open(name, model, measured())) {
      measure(service, what + ", warm-up", size.warmUp(), ServiceBench::title);
      return new GpuRate(
          measureBacklog(service, what, size.titles()).perSecond(), gpu.idealPerSecond(BATCH));
    }
  }

  /** Alternates between a service with metrics and one without. */
  private FreeInference freeInference(ServingModel real) throws InterruptedException {
    try (ServiceSession measured = open("free", withPredictor(free(), real), measured());
        ServiceSession unmeasured =
            open("free-unmeasured", withPredictor(free(), real), ServiceMeters.none())) {
      int count = FREE_FACTOR * size.titles();
      List<Double> with = new ArrayList<>();
      List<Double> without = new ArrayList<>();
      measure(measured, FREE + ", warm-up", count, ServiceBench::title);
      measure(unmeasured, FREE + ", warm-up", count, ServiceBench::title);
      for (int pair = 1; pair <= size.pairs(); pair++) {
        String shown = FREE + ", pair " + pair + " of " + size.pairs();
        with.add(measureBacklog(measured, shown, count).perSecond());
        without.add(measureBacklog(unmeasured, shown, count).perSecond());
      }
      return new FreeInference(Medians.of(with), Medians.ofRatios(with, without, 1));
    }
  }

  /** Measures while more listings are unanswered than the service holds in flight. */
  private static Throughput measureBacklog(ServiceSession service, String what, int count)
      throws InterruptedException {
    return service.measure(what, count, BACKLOG, ServiceBench::title).steady();
  }

  private static Throughput measure(
      ServiceSession service, String what, int count, IntFunction<Listing> listings)
      throws InterruptedException {
    return service.measure(what, count, listings).steady();
  }

  private SimulatedGpu free() {
    return new SimulatedGpu(bundle.manifest(), Duration.ZERO, Duration.ZERO);
  }

  /** The model with another predictor. */
  static ServingModel withPredictor(ListingPredictor predictor, ServingModel real) {
    return withPredictors(List.of(predictor), real);
  }

  private static ServingModel withPredictors(
      List<? extends ListingPredictor> predictors, ServingModel real) {
    return new ServingModel(
        List.copyOf(predictors), real.preparer(), real.maxPreparedBytes(), real.reviewer());
  }

  private ServiceMeters measured() {
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    ServiceMeters meters =
        new ServiceMeters(
            new ExactMeterRegistry(), reader.operations().maxLabels(), reader.drift());
    meters.serves(ServedModel.of(bundle));
    return meters;
  }

  private ServiceSession open(String name, ServingModel model, ServiceMeters meters)
      throws InterruptedException {
    return ServiceSession.open(name, cluster, config, times.counted(model), meters, times);
  }

  private Pairs pairs(
      String what,
      ServiceSession service,
      ServingModel serving,
      int count,
      IntFunction<Listing> listings,
      List<Throughput> ofService)
      throws InterruptedException {
    PredictorRun predictor = new PredictorRun(serving, BATCH);
    List<Double> ofPredictor = new ArrayList<>();
    for (int pair = 0; pair <= size.pairs(); pair++) {
      String shown = what + ", pair " + pair + " of " + size.pairs();
      double alone = predictor.measure(count, listings);
      Throughput throughput = measure(service, shown, count, listings);
      if (pair > 0) { // the first one warms up
        ofPredictor.add(alone);
        ofService.add(throughput);
      }
    }
    return new Pairs(ofService.stream().map(Throughput::perSecond).toList(), ofPredictor);
  }

  /** CPU time of decoding a record, measured separately because the service spreads it. */
  private double decodeMillis(IntFunction<Listing> listings) {
    try (EventSerdes serdes =
        EventSerdes.create(config.with(ConfigSource.flags(cluster.settings())).serdeProperties())) {
      Serializer<ProductListing> serializer = serdes.serde(ProductListing.class).serializer();
      Deserializer<ProductListing> deserializer = serdes.serde(ProductListing.class).deserializer();
      List<byte[]> records =
          IntStream.range(0, Math.min(size.imagePair(), 1000))
              .mapToObj(
                  i ->
                      serializer.serialize(
                          "bench", ListingEvents.of(listings.apply(i), Instant.EPOCH)))
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
