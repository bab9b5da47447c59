package io.cmaclip.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.Shadow;
import io.cmaclip.streams.models.UsedModalities;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.produce.Pace;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.topics.TopicSetup;
import io.cmaclip.trainer.metrics.Medians;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cost of a shadow model for the main model: the service with simulated GPUs at 70% load, with the
 * shadow model alternately on and off.
 */
@Tag("slow")
@Timeout(900)
class ShadowCostTest {
  private static final Path BUNDLE = ShippedBundle.find("garments");
  private static final int BATCH = ServiceBench.BATCH;
  private static final double LOAD = 0.7;
  private static final int PAIRS = 6; // the first one warms up
  private static final Duration ROUND = Duration.ofSeconds(15);

  /** Result of a round; latencies from record timestamp to reading the committed answer, in ms. */
  private record Round(double perSecond, double p50, double p99) {}

  /** Passes listings to the shadow model while on. */
  private static final class Switch implements Onlooker {
    private final Shadow shadow;
    private volatile boolean on;

    Switch(Shadow shadow) {
      this.shadow = shadow;
    }

    @Override
    public void listing(
        byte[] key, ProductListing listing, UsedModalities modalities, byte[] image) {
      if (on) {
        shadow.listing(key, listing, modalities, image);
      }
    }

    @Override
    public void deleted(byte[] key) {
      if (on) {
        shadow.deleted(key);
      }
    }
  }

  /** Serializes inference calls on a device and measures their duration. */
  private static final class OnDevice extends DelegatingPredictor {
    private final Lock device;
    private final LongAdder nanos = new LongAdder();
    private final LongAdder calls = new LongAdder();

    OnDevice(ListingPredictor predictor, Lock device) {
      super(predictor);
      this.device = device;
    }

    @Override
    public List<Prediction> predict(List<PreparedListing> batch) {
      device.lock();
      try {
        long start = System.nanoTime();
        List<Prediction> predictions = super.predict(batch);
        nanos.add(System.nanoTime() - start);
        calls.increment();
        return predictions;
      } finally {
        device.unlock();
      }
    }

    double meanMillis() {
      return nanos.sum() / 1e6 / Math.max(1, calls.sum());
    }
  }

  @Test
  void aShadowOnItsOwnDeviceCostsAlmostNothing() throws Exception {
    Lock first = new ReentrantLock(true);
    Lock second = new ReentrantLock(true);
    double[] cost = measure("own device", 100, first, second);
    assertThat(cost[0]).as("throughput, on to off").isGreaterThanOrEqualTo(0.95);
    assertThat(cost[1]).as("growth of p99, in shadow inference calls").isLessThanOrEqualTo(1);
    assertThat(cost[2]).as("answered share").isGreaterThan(0.95);
  }

  @Test
  void aShadowOnTheSameDeviceCostsAtMostOneInferenceCall() throws Exception {
    Lock shared = new ReentrantLock(true);
    double[] cost = measure("shared device", 10, shared, shared);
    assertThat(cost[0]).as("throughput, on to off").isGreaterThanOrEqualTo(0.95);
    assertThat(cost[1]).as("growth of p99, in shadow inference calls").isLessThanOrEqualTo(1);
    assertThat(cost[2]).as("answered share").isGreaterThan(0.05);
  }

  /**
   * Throughput on to off; growth of p99 in shadow inference calls; share answered by the shadow.
   */
  private static double[] measure(String what, int share, Lock mainDevice, Lock shadowDevice)
      throws Exception {
    Bundle bundle = Bundle.open(BUNDLE);
    String name = what.replace(' ', '-');
    SimulatedGpu gpu =
        new SimulatedGpu(bundle.manifest(), ServiceBench.GPU_BASE, ServiceBench.GPU_PER_LISTING);
    OnDevice shadowGpu = new OnDevice(gpu, shadowDevice);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (LocalCluster cluster = LocalCluster.start()) {
      ServiceConfig config = config(cluster, name, share);
      ServiceSettingsReader reader = new ServiceSettingsReader(config);
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        TopicSetup setup = new TopicSetup(admin, reader.topicNames(), reader.topics());
        setup.prepare(0);
        setup.prepareShadow(reader.shadow().topic());
      }
      List<Round> off = new ArrayList<>();
      List<Round> on = new ArrayList<>();
      try (BundledModel mainModel = BundledModel.load(bundle, reader.model());
          BundledModel shadowModel = BundledModel.load(bundle, reader.model());
          EventSerdes serdes = EventSerdes.create(config.serdeProperties());
          Shadow shadow =
              new Shadow(
                  ServiceBench.withPredictor(shadowGpu, shadowModel.serving()),
                  reader.shadow(),
                  serdes.serde(ListingAttributes.class).serializer(),
                  new KafkaProducer<>(
                      config.producerProperties(),
                      new ByteArraySerializer(),
                      new ByteArraySerializer()),
                  InstantSource.system(),
                  meters)) {
        Switch onlooker = new Switch(shadow);
        try (ClassificationService service =
                ClassificationService.builder(
                        reader.service(),
                        ServiceBench.withPredictor(
                            new OnDevice(gpu, mainDevice), mainModel.serving()),
                        serdes,
                        (fatal, cause) -> {
                          throw new IllegalStateException(fatal, cause);
                        })
                    .onlooker(onlooker)
                    .open();
            ListingProducer producer =
                new ListingProducer(
                    config.producerProperties(),
                    serdes,
                    reader.topicNames().listings(),
                    InstantSource.system());
            CommittedRecords answers =
                CommittedRecords.of(
                    config.consumerProperties(),
                    List.of(reader.topicNames().attributes()),
                    Duration.ofMillis(10))) {
          service.start();
          shadow.start(service::isBehind);
          assertThat(service.awaitReady(Duration.ofMinutes(1))).isTrue();
          double rate = LOAD * gpu.idealPerSecond(BATCH);
          for (int pair = 0; pair < PAIRS; pair++) {
            for (boolean shadowOn : new boolean[] {false, true}) {
              onlooker.on = shadowOn;
              Round round = round(producer, answers, rate);
              if (pair > 0) {
                (shadowOn ? on : off).add(round);
              }
            }
          }
        } finally {
          mainModel.serving().predictors().forEach(ListingPredictor::close);
          shadowModel.serving().predictors().forEach(ListingPredictor::close);
        }
      }
      double answered = count(meters, "answered");
      double dropped = count(meters, "dropped");
      double callMillis = shadowGpu.meanMillis();
      double throughput = median(on, Round::perSecond) / median(off, Round::perSecond);
      double growth = median(on, Round::p99) - median(off, Round::p99);
      System.out.printf(
          "%s: main %.0f/s off, %.0f/s on (%.3f); p50 %.0f ms off, %.0f ms on; p99 %.0f ms off,"
              + " %.0f ms on; shadow call %.1f ms, growth %.2f calls; shadow answered %.0f,"
              + " dropped %.0f, failed %.0f%n",
          what,
          median(off, Round::perSecond),
          median(on, Round::perSecond),
          throughput,
          median(off, Round::p50),
          median(on, Round::p50),
          median(off, Round::p99),
          median(on, Round::p99),
          callMillis,
          growth / callMillis,
          answered,
          dropped,
          count(meters, "failed"));
      return new double[] {throughput, growth / callMillis, answered / (answered + dropped)};
    }
  }

  private static Round round(ListingProducer producer, CommittedRecords answers, double rate)
      throws InterruptedException {
    int count = (int) (rate * ROUND.toSeconds());
    Thread sender =
        new Thread(
            () -> {
              Pace pace = Pace.of(rate);
              try {
                for (int i = 0; i < count; i++) {
                  pace.await();
                  var unused = producer.send(Titles.listing("s", i), null);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sender.start();
    double[] latencies = new double[count];
    int[] read = new int[1];
    long start = 0;
    long end = 0;
    while (read[0] < count) {
      answers.poll(
          Duration.ofSeconds(1),
          record -> latencies[read[0]++] = System.currentTimeMillis() - record.timestamp());
      // Measures the middle three quarters.
      start = start == 0 && read[0] >= count / 8 ? System.nanoTime() : start;
      end = end == 0 && read[0] >= count - count / 8 ? System.nanoTime() : end;
    }
    sender.join();
    double[] middle = Arrays.copyOfRange(latencies, count / 8, count - count / 8);
    Arrays.sort(middle);
    return new Round(
        (count - 2 * (count / 8)) / ((end - start) / 1e9),
        middle[middle.length / 2],
        middle[(int) (0.99 * middle.length)]);
  }

  private static ServiceConfig config(LocalCluster cluster, String name, int share) {
    Map<String, String> own = new TreeMap<>(cluster.settings());
    own.put("application.id", name);
    own.put("batch.max-size", Integer.toString(BATCH));
    own.put("predictors", "1");
    own.put("shadow.max-share", Integer.toString(share));
    return ServiceConfig.of(List.of(ConfigSource.flags(own)));
  }

  private static double count(SimpleMeterRegistry meters, String result) {
    return meters.get("cmaclip.shadow.listings").tag("result", result).counter().count();
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return Medians.of(rounds.stream().mapToDouble(figure).boxed().toList());
  }
}
