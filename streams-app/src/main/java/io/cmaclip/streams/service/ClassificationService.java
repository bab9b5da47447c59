package io.cmaclip.streams.service;

import io.cmaclip.batching.Batcher;
import io.cmaclip.batching.FatalHandler;
import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.images.ImageFetcher;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.metrics.ServiceGauges;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.GuardedPredictor;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.QuarantineLog;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.topology.Classification;
import io.cmaclip.streams.topology.ListingTopology;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service. Opened, started and closed by one thread; the questions may be asked by any.
 * Whatever it cannot recover from goes to the {@link FatalHandler}, so that no process lives on
 * without working.
 */
public final class ClassificationService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClassificationService.class);
  private static final Duration READY_PAUSE = Duration.ofMillis(20);

  private final ServiceSettings settings;
  private final Function<ServingModel, ModelVersion> generations;
  private final ModelVersions models;
  private final Classification classification;
  private final ImageSource images;
  private final Quarantine suspects;
  private final KafkaStreams streams;
  private final ServiceHealth health;
  private final ServiceWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ClassificationService(
      ServiceSettings settings,
      Function<ServingModel, ModelVersion> generations,
      ModelVersions models,
      Classification classification,
      ImageSource images,
      Quarantine suspects,
      KafkaStreams streams,
      ServiceHealth health,
      ServiceWatch watch) {
    this.settings = settings;
    this.generations = generations;
    this.models = models;
    this.classification = classification;
    this.images = images;
    this.suspects = suspects;
    this.streams = streams;
    this.health = health;
    this.watch = watch;
  }

  /**
   * Puts the service together. Topics exist already; nothing is read before {@link #start}. The
   * predictors are closed by the service, also when this fails.
   *
   * @param serdes not owned
   * @throws IllegalArgumentException when at-least-once is combined with {@code
   *     group.protocol=streams}
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException when the registry does not
   *     answer
   * @throws org.apache.kafka.common.KafkaException when a Kafka setting is refused
   */
  public static ClassificationService open(
      ServiceSettings settings, ServingModel model, EventSerdes serdes, FatalHandler fatal) {
    return open(settings, model, serdes, ServiceMeters.none(), fatal);
  }

  /** The same, measured. */
  public static ClassificationService open(
      ServiceSettings settings,
      ServingModel model,
      EventSerdes serdes,
      ServiceMeters meters,
      FatalHandler fatal) {
    return open(settings, model, Onlooker.NONE, serdes, meters, fatal);
  }

  /**
   * The same, with an onlooker.
   *
   * @param onlooker not owned
   */
  public static ClassificationService open(
      ServiceSettings settings,
      ServingModel model,
      Onlooker onlooker,
      EventSerdes serdes,
      ServiceMeters meters,
      FatalHandler end) {
    Properties properties;
    Quarantine suspects;
    try {
      properties = StreamsProperties.of(settings.streams());
      suspects = suspects(settings, properties);
    } catch (RuntimeException e) {
      model.predictors().forEach(ListingPredictor::close);
      model.afterwards().run();
      throw e;
    }
    FatalHandler fatal =
        (what, cause) -> {
          suspects.abandon();
          end.fatal(what, cause);
        };
    RunGuard guard = new RunGuard();
    Function<ServingModel, ModelVersion> generations =
        next ->
            new ModelVersion(
                next.predictors().get(0).model(),
                meters.timed(next.preparer()),
                next.maxPreparedBytes(),
                next.reviewer(),
                batcher(settings, next, guard, meters, fatal),
                next.afterwards());
    ModelVersions models = new ModelVersions(generations.apply(model));
    ImageSource images =
        settings.images().fetching()
            ? ImageFetcher.open(settings.images().fetch(), meters.registry())
            : ImageSource.none();
    try {
      Classification.Events events = events(serdes);
      SchemaWarmUp.register(events, settings.topics());
      Classification classification =
          Classification.builder(models, events, fatal)
              .topics(settings.topics())
              .quarantine(suspects, guard)
              .images(images, settings.images())
              .limits(settings.inFlight(), TopicLimits.read(properties, settings.topics()))
              .preparationThreads(settings.preparationThreads())
              .maxInlineImageBytes(settings.maxInlinePictureBytes())
              .onlooker(onlooker)
              .observer(meters.listings())
              .build();
      KafkaStreams streams =
          classification
              .batching()
              .kafkaStreams(ListingTopology.build(settings.topics(), classification), properties);
      streams.setUncaughtExceptionHandler(
          new ThreadFailures(settings.streams().replacement(), fatal, System::nanoTime));
      ServiceHealth health =
          new ServiceHealth(
              models,
              classification::waitsForRegistry,
              suspects::isWaiting,
              settings.lifecycle().longestRebalance(),
              settings.supervision().stallExit(),
              System::nanoTime);
      streams.setStateListener(health);
      ServiceWatch watch = new ServiceWatch(streams, fatal);
      ClassificationService service =
          new ClassificationService(
              settings,
              generations,
              models,
              classification,
              images,
              suspects,
              streams,
              health,
              watch);
      meters.watch(service.gauges());
      return service;
    } catch (RuntimeException e) {
      images.close();
      suspects.close();
      models.close();
      throw e;
    }
  }

  /**
   * Lets another model serve; see {@link ModelVersions#replace}. By one thread at a time.
   *
   * @param next owned by the service from now on, also when this fails
   * @throws IllegalStateException when it is not well within the patience; the old one goes on
   */
  public void swapTo(ServingModel next, Duration patience) throws InterruptedException {
    models.replace(generations.apply(next), patience);
  }

  /** The model that serves now. */
  public ModelIdentity model() {
    return models.current().identity();
  }

  /** Whether as many listings wait for a forward as go into one, so that nothing is idle. */
  public boolean isBehind() {
    return models.waiting() >= settings.batching().maxSize();
  }

  /** Starts predictors and stream threads, and returns at once. */
  public void start() {
    models.start();
    streams.start();
    watch.start();
  }

  /** Whether listings are being answered: the topology runs, and a predictor is warm and well. */
  public boolean isReady() {
    return !closed.get() && streams.state() == KafkaStreams.State.RUNNING && models.isReady();
  }

  /** Why it is not ready, for an operator; empty when it is. */
  public Optional<String> problem() {
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return Optional.of("Kafka Streams is in state " + streams.state());
    }
    if (!models.isReady()) {
      return models.problem();
    }
    return classification.waitsForRegistry()
        ? Optional.of("listings wait for the schema registry")
        : Optional.empty();
  }

  /**
   * Whether it answers listings, for whoever asks from outside. Unlike {@link #isReady}, a short
   * rebalance does not count.
   */
  public HealthReport ready() {
    return closed.get() ? HealthReport.of("end", false, "the service ends") : health.ready();
  }

  /** Whether the process is worth keeping. */
  public HealthReport live() {
    return closed.get() ? HealthReport.of("end", true, "the service ends") : health.live();
  }

  /**
   * Waits until it is ready.
   *
   * @return false when it was not ready within the time
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(READY_PAUSE.toMillis());
    }
    return true;
  }

  /** The Kafka Streams instance, for metrics and for watching its state. */
  public KafkaStreams streams() {
    return streams;
  }

  /** Bytes of listings in flight now. */
  public long bytesInFlight() {
    return classification.batching().bytesInFlight();
  }

  /** Most bytes of listings that were in flight at once. */
  public long peakBytesInFlight() {
    return classification.batching().peakBytesInFlight();
  }

  /**
   * Stops taking listings in, commits what was forwarded, leaves the group at once so that others
   * can take over, and ends the predictors. Listings in flight are left to whoever comes next.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    watch.close();
    boolean stopped =
        streams.close(
            CloseOptions.timeout(settings.lifecycle().shutdownLimit())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn(
          "stream threads did not stop within {} s",
          settings.lifecycle().shutdownLimit().toSeconds());
    }
    images.close();
    classification.close();
    suspects.close();
    models.close();
  }

  private static Batcher<InferenceItem, Inference> batcher(
      ServiceSettings settings,
      ServingModel model,
      RunGuard guard,
      ServiceMeters meters,
      FatalHandler fatal) {
    return Batcher.builder(
            model.predictors().stream()
                .map(predictor -> new GuardedPredictor(predictor, guard, meters.inferences()))
                .toList(),
            fatal)
        .name("predictor")
        .settings(settings.batching())
        .supervision(settings.supervision())
        .observer(meters.batches())
        .build();
  }

  private static Quarantine suspects(ServiceSettings settings, Properties properties) {
    if (!settings.suspects().isOn()) {
      return Quarantine.none();
    }
    StreamsConfig config = new StreamsConfig(properties);
    return QuarantineLog.open(
        settings.streams().applicationId(),
        settings.suspects(),
        settings.topics().suspects(),
        config.getGlobalConsumerConfigs("suspects"),
        config.getProducerConfigs("suspects"));
  }

  private ServiceGauges gauges() {
    StreamsBatching<?, ?, ?, ?> batching = classification.batching();
    return new ServiceGauges(
        models::waiting,
        batching::recordsInFlight,
        batching::bytesInFlight,
        batching::oldestInFlight,
        batching::offsetsHeld,
        suspects::suspects,
        models::longestRunningCall,
        models::isReady,
        () -> ready().isOk());
  }

  private static Classification.Events events(EventSerdes serdes) {
    return new Classification.Events(
        serdes.serde(ProductListing.class).deserializer(),
        serdes.serde(ListingAttributes.class).serializer(),
        serdes.serde(ReviewItem.class).serializer());
  }
}
