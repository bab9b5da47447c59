package io.cmaclip.lab.fuzz;

import io.cmaclip.cli.ProgressBar;
import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSetup;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Sends fuzz inputs to the service. Few inputs are in flight at a time, so that the latency of an
 * input shows its own cost. One thread reads, another sends.
 */
public final class FuzzRun {
  /** Allows a million declared attributes. */
  private static final int MAX_RECORD_BYTES = 32 << 20;

  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(50);

  private final ServiceConfig config;
  private final HostileImages images;
  private final long seed;
  private final int inputs;
  private final Ledger ledger = new Ledger();
  private final AtomicReference<String> failure = new AtomicReference<>();

  /**
   * A run.
   *
   * @param config configuration of a cluster with {@link #broker} settings and a registry
   * @param images images to corrupt; at least one complete JPEG
   */
  public FuzzRun(ServiceConfig config, List<byte[]> images, long seed, int inputs) {
    this.config = config;
    this.images = new HostileImages(images);
    this.seed = seed;
    this.inputs = inputs;
  }

  /** Settings of a broker that accepts large records with any timestamp. */
  public static BrokerSettings broker() {
    String any = Long.toString(Long.MAX_VALUE);
    return BrokerSettings.temporary()
        .withMaxMessageBytes(MAX_RECORD_BYTES)
        .with("log.message.timestamp.after.max.ms", any)
        .with("log.message.timestamp.before.max.ms", any)
        // Above the largest input record, so that the service meets its own limits first.
        .with("socket.request.max.bytes", Integer.toString(4 * MAX_RECORD_BYTES));
  }

  /**
   * Performs the run and closes the model's predictors.
   *
   * @throws UserException if the service stops or cannot start
   */
  public FuzzResult run(ServingModel model) throws InterruptedException {
    ServiceSettingsReader settings = new ServiceSettingsReader(config);
    TopicNames topics = settings.topicNames();
    long start = System.nanoTime();
    try (EventSerdes serdes = EventSerdes.create(config.serdeProperties())) {
      try (Admin admin = ClusterDoor.open(config.clientProperties())) {
        new TopicSetup(admin, topics, settings.topics())
            .prepare(settings.service().maxInlineImageBytes());
      }
      try (OutputTopics outputs = new OutputTopics(config.consumerProperties(), topics, ledger)) {
        FuzzResult.ResourceUse resources;
        try (ClassificationService service =
            ClassificationService.builder(
                    settings.service(), model, serdes, (fatal, cause) -> failure.set(fatal))
                .open()) {
          resources = run(service, serdes, topics, outputs, start);
        }
        // Reads the records that the service wrote before it closed.
        outputs.drain();
        return FuzzResult.of(seed, ledger.entries(), resources);
      }
    }
  }

  private FuzzResult.ResourceUse run(
      ClassificationService service,
      EventSerdes serdes,
      TopicNames topics,
      OutputTopics outputs,
      long start)
      throws InterruptedException {
    service.start();
    if (!service.awaitReady(READY)) {
      throw new UserException("the service is not ready: " + service.problem().orElse("no reason"));
    }
    Memory memory = new Memory(inputs);
    long early;
    try (KafkaProducer<byte[], byte[]> producer = producer();
        ProgressBar bar = ProgressBar.start("fuzz", "inputs", inputs)) {
      Sender sender =
          new Sender(maker(serdes, topics), producer, topics.listings(), ledger, failure);
      // After a fifth of the inputs, all permanent allocations exist.
      send(0, inputs / 5, sender, outputs, bar, memory);
      early = Memory.heapInUse();
      send(inputs / 5, inputs, sender, outputs, bar, memory);
    }
    return new FuzzResult.ResourceUse(
        failedThreads(service),
        Memory.heapInUse() - early,
        memory.peaks(),
        (System.nanoTime() - start) / 1e9);
  }

  private void send(
      int from, int to, Sender sender, OutputTopics outputs, ProgressBar bar, Memory memory)
      throws InterruptedException {
    Thread thread = sender.start(from, to);
    long quietSince = System.nanoTime();
    int done = 0;
    while (thread.isAlive() || ledger.open() > 0) {
      outputs.poll(POLL);
      if (failure.get() != null) {
        throw new UserException("the service stopped: " + failure.get());
      }
      int now = ledger.entries().size() - ledger.open() - from;
      bar.step(now - done);
      memory.watch(from + now);
      quietSince = now > done ? System.nanoTime() : quietSince;
      done = now;
      if (System.nanoTime() - quietSince > SILENCE.toNanos()) {
        break;
      }
    }
    thread.interrupt();
    thread.join();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> all = new HashMap<>(config.producerProperties());
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * MAX_RECORD_BYTES);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L * MAX_RECORD_BYTES);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private InputMaker maker(EventSerdes serdes, TopicNames topics) {
    Serializer<ProductListing> listings = serdes.serde(ProductListing.class).serializer();
    Serializer<ReviewDecision> decisions = serdes.serde(ReviewDecision.class).serializer();
    return new InputMaker(
        seed,
        MAX_RECORD_BYTES,
        images,
        listing -> listings.serialize(topics.listings(), listing),
        decision -> decisions.serialize("decisions", decision));
  }

  private static int failedThreads(ClassificationService service) {
    return service.streams().metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("failed-stream-threads"))
        .map(Metric::metricValue)
        .mapToInt(value -> ((Number) value).intValue())
        .sum();
  }
}
