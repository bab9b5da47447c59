package io.cmaclip.streams.service;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.ModelIdentity;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.batching.FatalHandler;
import io.cmaclip.streams.batching.ForwardStatistics;
import io.cmaclip.streams.batching.InFlightPartitions;
import io.cmaclip.streams.batching.MicroBatcher;
import io.cmaclip.streams.batching.OffsetHoldingClientSupplier;
import io.cmaclip.streams.images.ImageFetcher;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.metrics.ServiceGauges;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.suspects.RunGuard;
import io.cmaclip.streams.suspects.SuspectLog;
import io.cmaclip.streams.suspects.Suspects;
import io.cmaclip.streams.topology.Classification;
import io.cmaclip.streams.topology.ListingTopology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final Duration shutdownLimit;
  private final MicroBatcher batcher;
  private final Classification classification;
  private final ImageSource images;
  private final Suspects suspects;
  private final KafkaStreams streams;
  private final ServiceHealth health;
  private final ServiceWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ClassificationService(
      Duration shutdownLimit,
      MicroBatcher batcher,
      Classification classification,
      ImageSource images,
      Suspects suspects,
      KafkaStreams streams,
      ServiceHealth health,
      ServiceWatch watch) {
    this.shutdownLimit = shutdownLimit;
    this.batcher = batcher;
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
      FatalHandler end) {
    Properties properties;
    Suspects suspects;
    try {
      properties = StreamsProperties.of(settings.streams());
      suspects = suspects(settings, properties);
    } catch (RuntimeException e) {
      model.predictors().forEach(ListingPredictor::close);
      throw e;
    }
    FatalHandler fatal =
        (what, cause) -> {
          suspects.abandon();
          end.fatal(what, cause);
        };
    RunGuard guard = new RunGuard();
    MicroBatcher batcher =
        new MicroBatcher(
            settings.batching(),
            settings.supervision(),
            model.predictors(),
            guard,
            new ForwardStatistics(meters.batches()),
            fatal);
    ImageSource images =
        settings.images().fetching()
            ? ImageFetcher.open(settings.images().fetch(), meters.registry())
            : ImageSource.none();
    try {
      Classification.Events events = events(serdes);
      SchemaWarmUp.register(events, settings.topics());
      ModelIdentity identity = model.predictors().get(0).model();
      InFlightPartitions inFlight = new InFlightPartitions();
      Classification classification =
          new Classification(
              settings.topics(),
              events,
              new Classification.Model(
                  meters.timed(model.preparer()),
                  model.maxPreparedBytes(),
                  batcher,
                  () -> identity,
                  model.reviewer()),
              new Classification.Guard(suspects, guard),
              images,
              settings.images(),
              new Classification.Limits(
                  settings.inFlight(),
                  StreamsProperties.intakeWait(properties),
                  TopicLimits.read(properties, settings.topics()),
                  settings.preparationThreads(),
                  settings.maxInlinePictureBytes()),
              inFlight,
              InstantSource.system(),
              meters.listings(),
              fatal);
      KafkaStreams streams =
          new KafkaStreams(
              ListingTopology.build(settings.topics(), classification),
              new StreamsConfig(properties),
              new OffsetHoldingClientSupplier(inFlight));
      streams.setUncaughtExceptionHandler(
          new ThreadFailures(settings.streams().replacement(), fatal, System::nanoTime));
      ServiceHealth health =
          new ServiceHealth(
              batcher.health(),
              classification::waitsForRegistry,
              settings.lifecycle().longestRebalance(),
              settings.supervision().stallExit(),
              System::nanoTime);
      streams.setStateListener(health);
      ServiceWatch watch =
          new ServiceWatch(streams, batcher.health(), settings.supervision().stallExit(), fatal);
      ClassificationService service =
          new ClassificationService(
              settings.lifecycle().shutdownLimit(),
              batcher,
              classification,
              images,
              suspects,
              streams,
              health,
              watch);
      meters.watch(service.gauges(inFlight));
      return service;
    } catch (RuntimeException e) {
      images.close();
      suspects.close();
      batcher.close();
      throw e;
    }
  }

  /** Starts predictors and stream threads, and returns at once. */
  public void start() {
    batcher.start();
    streams.start();
    watch.start();
  }

  /** Whether listings are being answered: the topology runs, and a predictor is warm and well. */
  public boolean isReady() {
    return !closed.get()
        && streams.state() == KafkaStreams.State.RUNNING
        && batcher.health().isReady();
  }

  /** Why it is not ready, for an operator; empty when it is. */
  public Optional<String> problem() {
    if (streams.state() != KafkaStreams.State.RUNNING) {
      return Optional.of("Kafka Streams is in state " + streams.state());
    }
    if (!batcher.health().isReady()) {
      return batcher.health().problem();
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

  public ForwardStatistics forwards() {
    return batcher.statistics();
  }

  /** Bytes of listings in flight now. */
  public long bytesInFlight() {
    return classification.budget().usedBytes();
  }

  /** Most bytes of listings that were in flight at once. */
  public long peakBytesInFlight() {
    return classification.budget().peakBytes();
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
            CloseOptions.timeout(shutdownLimit)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    if (!stopped) {
      LOG.warn("stream threads did not stop within {} s", shutdownLimit.toSeconds());
    }
    images.close();
    classification.close();
    suspects.close();
    batcher.close();
  }

  private static Suspects suspects(ServiceSettings settings, Properties properties) {
    if (!settings.suspects().isOn()) {
      return Suspects.none();
    }
    StreamsConfig config = new StreamsConfig(properties);
    return SuspectLog.open(
        settings.streams().applicationId(),
        settings.suspects(),
        settings.topics().suspects(),
        config.getGlobalConsumerConfigs("suspects"),
        config.getProducerConfigs("suspects"));
  }

  private ServiceGauges gauges(InFlightPartitions inFlight) {
    return new ServiceGauges(
        batcher::waiting,
        inFlight::listings,
        classification.budget()::usedBytes,
        inFlight::oldestAge,
        inFlight::offsetsHeld,
        batcher.health()::longestRunningForward,
        batcher.health()::isReady,
        () -> ready().isOk());
  }

  private static Classification.Events events(EventSerdes serdes) {
    return new Classification.Events(
        serdes.serde(ProductListing.class).deserializer(),
        serdes.serde(ListingAttributes.class).serializer(),
        serdes.serde(ReviewItem.class).serializer());
  }
}
