package io.cmaclip.lab.bench;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.config.UnchangedKeys;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.produce.ListingProducer;
import io.cmaclip.streams.produce.Pace;
import io.cmaclip.streams.reclassify.SourceOffset;
import io.cmaclip.streams.topics.CommittedRecords;
import io.cmaclip.streams.unchanged.UnchangedMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Measures how much a reclassification that runs flat out delays live listings, with the simulated
 * GPU. Live listings come at half of the GPU's ideal rate, first alone, then together with the
 * reclassification, after a warm-up with both.
 */
public final class ReclassifyBench {
  private static final String NAME = "reclassify";
  private static final String TOPIC = "bench-reclassify-again";
  private static final double LOAD = 0.5;

  /** Listings to reclassify, relative to what the GPU has left: it must not run out of them. */
  private static final double FLOOD = 1.2 * (1 - LOAD);

  private static final double P99 = 0.99;
  private static final byte LIVE = 'l';
  private static final byte[] ANY_OFFSET = {'0'};
  private static final double LEAST_LOAD = 0.95 * LOAD;
  private static final double MOST_LOAD = 1.05 * LOAD;

  /** Answers at the start of a measurement that it does not count. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  /** Default of the service. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);

  /** Latency of the live listings in ms, and all answers per second. */
  private record Phase(double p99Millis, double perSecond) {}

  private final Bundle bundle;
  private final ServiceConfig config;
  private final LocalCluster cluster;
  private final Duration phase;

  /**
   * A benchmark.
   *
   * @param cluster not closed
   * @param folder for the store; empty
   * @param phase duration of each of the two measurements
   */
  public ReclassifyBench(
      Bundle bundle, ServiceConfig config, LocalCluster cluster, Path folder, Duration phase) {
    this.bundle = bundle;
    this.config =
        UnchangedBench.with(config, UnchangedMode.REPEAT, folder)
            .with(ConfigSource.flags(Map.of(UnchangedKeys.RECLASSIFY_TOPIC.name(), TOPIC)));
    this.cluster = cluster;
    this.phase = phase;
  }

  /**
   * Runs both measurements.
   *
   * @throws UserException if the live listings alone are not answered at the rate at which they
   *     come: their latency would be that of a queue
   */
  public ReclassifyBenchResult run() throws InterruptedException {
    SimulatedGpu gpu =
        new SimulatedGpu(bundle.manifest(), ServiceBench.GPU_BASE, ServiceBench.GPU_PER_LISTING);
    double ideal = gpu.idealPerSecond(ServiceBench.BATCH);
    try (BundledModel model =
        BundledModel.load(bundle, new ServiceSettingsReader(config).model())) {
      ServingModel serving = model.serving();
      try (ServiceSession session =
              ServiceSession.open(
                  NAME,
                  cluster,
                  config,
                  ServiceBench.withPredictor(gpu, serving),
                  ServiceMeters.none(),
                  new CpuTimes());
          CommittedRecords answers = session.answers()) {
        measure("warm-up", answers, ideal, flood(ideal, WARM_UP), WARM_UP);
        drain(answers);
        Phase alone = measure("live listings", answers, ideal, 0, phase);
        requireSteady(alone.perSecond() / ideal);
        drain(answers);
        Phase together =
            measure(
                "live listings and reclassification", answers, ideal, flood(ideal, phase), phase);
        return new ReclassifyBenchResult(
            alone.p99Millis(),
            together.p99Millis(),
            together.p99Millis() - alone.p99Millis(),
            growthOfQueue(LOAD * ideal),
            ServiceBench.BATCH / ideal * 1000,
            together.perSecond() / ideal,
            alone.perSecond() / ideal);
      } finally {
        serving.predictors().forEach(predictor -> predictor.close());
      }
    }
  }

  /** Growth of the 99th percentile in ms in a service without costs of its own. */
  private double growthOfQueue(double perSecond) {
    GpuQueue queue =
        new GpuQueue(
            ServiceBench.BATCH,
            ServiceBench.GPU_BASE,
            ServiceBench.GPU_PER_LISTING,
            config.get(ServiceKeys.BATCH_MAX_DELAY),
            COMMIT_INTERVAL);
    return queue.p99Millis(perSecond, ServiceBench.BATCH) - queue.p99Millis(perSecond, 0);
  }

  /**
   * Refuses a measurement of live listings alone.
   *
   * @param utilisation answers per second divided by the GPU's ideal rate
   */
  static void requireSteady(double utilisation) {
    if (utilisation < LEAST_LOAD || utilisation > MOST_LOAD) {
      throw new UserException(
          ("live listings alone came at %.2f of the GPU's rate and were answered at %.3f of it, so"
                  + " their latency is that of a queue: the machine is too busy or too slow")
              .formatted(LOAD, utilisation));
    }
  }

  /** Listings that keep the GPU busy beside the live ones for longer than the measurement. */
  private static int flood(double ideal, Duration duration) {
    return (int) (FLOOD * ideal * SETTLING.plus(duration).toMillis() / 1000);
  }

  /** Waits until all listings of the last measurement are answered. */
  private static void drain(CommittedRecords answers) {
    long end = System.nanoTime() + LONGEST_DRAIN.toNanos();
    long last = System.nanoTime();
    while (System.nanoTime() - last < SILENCE.toNanos()) {
      // A poll ends early without a record at the marker of a transaction.
      if (answers.poll(SILENCE, record -> {}) > 0) {
        last = System.nanoTime();
      }
      if (System.nanoTime() - end > 0) {
        throw new UserException("the answers to the last measurement do not end");
      }
    }
  }

  private Phase measure(
      String what, CommittedRecords answers, double ideal, int flood, Duration duration)
      throws InterruptedException {
    ServiceConfig connected = ServiceSession.config(NAME, cluster, config);
    ServiceSettingsReader settings = new ServiceSettingsReader(connected);
    try (EventSerdes serdes = EventSerdes.create(connected.serdeProperties());
        ListingProducer live =
            new ListingProducer(
                connected.producerProperties(),
                serdes,
                settings.topicNames().listings(),
                InstantSource.system());
        KafkaProducer<byte[], byte[]> again =
            new KafkaProducer<>(
                connected.producerProperties(),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      // New keys in each measurement: the store would answer known ones without the GPU.
      long run = System.nanoTime();
      for (int i = 0; i < flood; i++) {
        Listing listing = Titles.listing("again-" + run + "-", i);
        var unused =
            again.send(
                new ProducerRecord<>(
                    TOPIC,
                    null,
                    listing.id().getBytes(StandardCharsets.UTF_8),
                    live.bytes(listing),
                    new RecordHeaders().add(SourceOffset.HEADER, ANY_OFFSET)));
      }
      again.flush();
      Thread sender = new Thread(() -> send(live, LOAD * ideal), "bench-live");
      sender.setDaemon(true);
      sender.start();
      try {
        return measure(what, answers, duration);
      } finally {
        sender.interrupt();
        sender.join();
      }
    }
  }

  private static Phase measure(String what, CommittedRecords answers, Duration duration) {
    List<Long> latencies = new ArrayList<>();
    int count = 0;
    long begin = System.nanoTime() + SETTLING.toNanos();
    long end = begin + duration.toNanos();
    try (ProgressBar bar = ProgressBar.start(what, "answers", 0)) {
      while (System.nanoTime() < end) {
        List<ConsumerRecord<byte[], byte[]>> polled = new ArrayList<>();
        answers.poll(Duration.ofMillis(20), polled::add);
        long now = System.currentTimeMillis();
        bar.step(polled.size());
        if (System.nanoTime() >= begin) {
          count += polled.size();
          polled.stream()
              .filter(record -> record.key()[0] == LIVE)
              .forEach(record -> latencies.add(now - record.timestamp()));
        }
      }
    }
    if (latencies.isEmpty()) {
      throw new UserException(what + ": no answer in " + duration.toSeconds() + " s");
    }
    Collections.sort(latencies);
    return new Phase(
        latencies.get((int) (P99 * (latencies.size() - 1))), count / (duration.toNanos() / 1e9));
  }

  private static void send(ListingProducer producer, double perSecond) {
    try {
      Pace pace = Pace.of(perSecond);
      long run = System.nanoTime();
      for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
        pace.await();
        var unused =
            producer.send(
                Titles.listing("l" + run + "-", i),
                (metadata, problem) -> require(problem == null, problem));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void require(boolean isSent, Exception problem) {
    if (!isSent) {
      throw new IllegalStateException(problem);
    }
  }
}
