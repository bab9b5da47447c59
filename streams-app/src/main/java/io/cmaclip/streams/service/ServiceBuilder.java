package io.cmaclip.streams.service;

import io.cmaclip.batching.Batcher;
import io.cmaclip.batching.FatalHandler;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.images.ImageFetcher;
import io.cmaclip.streams.images.ImageSource;
import io.cmaclip.streams.metrics.ServiceMeters;
import io.cmaclip.streams.models.GuardedPredictor;
import io.cmaclip.streams.models.Inference;
import io.cmaclip.streams.models.InferenceItem;
import io.cmaclip.streams.models.ModelVersion;
import io.cmaclip.streams.models.ModelVersions;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.output.OutputSettings;
import io.cmaclip.streams.output.Outputs;
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.QuarantineLog;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.review.ListingValue;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.topology.Classification;
import io.cmaclip.streams.topology.ListingTopology;
import io.cmaclip.streams.unchanged.StoreMemory;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Assembles the service from its components. Created by {@link ClassificationService#builder}; used
 * once, by one thread.
 */
public final class ServiceBuilder {
  private final ServiceSettings settings;
  private final ServingModel model;
  private final EventSerdes serdes;
  private final FatalHandler fatal;
  private final RunGuard guard = new RunGuard();
  private ServiceMeters meters = ServiceMeters.none();
  private Onlooker onlooker = Onlooker.NONE;
  private UnchangedSettings unchanged = UnchangedSettings.DEFAULT;
  private DecisionSettings decisions = DecisionSettings.OFF;
  private ReviewBudget budget = ReviewBudget.OFF;
  private ListingValue value = ListingValue.SAME;
  private Map<String, ListingReader> readers = Map.of();
  private Outputs outputs;

  ServiceBuilder(
      ServiceSettings settings, ServingModel model, EventSerdes serdes, FatalHandler fatal) {
    this.settings = settings;
    this.model = model;
    this.serdes = serdes;
    this.fatal = fatal;
    this.outputs = new Outputs(OutputSettings.DEFAULT, settings.topics(), serdes);
  }

  /** Meters of the service; by default there are no meters. */
  public ServiceBuilder meters(ServiceMeters serviceMeters) {
    meters = serviceMeters;
    return this;
  }

  /** What happens to listings that the model has already classified. */
  public ServiceBuilder unchanged(UnchangedSettings unchangedSettings) {
    unchanged = unchangedSettings;
    return this;
  }

  /** Decisions of reviewers, and the audit sample; by default there are none. */
  public ServiceBuilder decisions(DecisionSettings decisionSettings) {
    decisions = decisionSettings;
    return this;
  }

  /**
   * How many listings go to review, and which first; by default there is no limit, and all listings
   * have the same value.
   *
   * @param reviewBudget over all instances
   */
  public ServiceBuilder budget(ReviewBudget reviewBudget, ListingValue valueOfListings) {
    budget = reviewBudget;
    value = valueOfListings;
    return this;
  }

  /** Formats and shapes of the outputs; by default nested Avro. */
  public ServiceBuilder outputs(Outputs serializers) {
    outputs = serializers;
    return this;
  }

  /** An observer of every answered listing, for example a shadow model; not owned. */
  public ServiceBuilder onlooker(Onlooker other) {
    onlooker = other;
    return this;
  }

  /** Readers of the input topics that hold other events than listings; not owned. */
  public ServiceBuilder readers(Map<String, ListingReader> byTopic) {
    readers = byTopic;
    return this;
  }

  /**
   * Opens the service, which is idle until {@link ClassificationService#start}.
   *
   * @throws IllegalArgumentException if at-least-once is combined with {@code
   *     group.protocol=streams}
   * @throws org.apache.kafka.common.errors.SerializationException if the registry rejects an output
   *     schema, or the columns of the flat shape do not fit
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   * @throws org.apache.kafka.common.KafkaException if Kafka refuses a setting
   */
  public ClassificationService open() {
    StreamsConfig config;
    Quarantine quarantine;
    Optional<StoreMemory> storeMemory = storeMemory();
    try {
      outputs.require(model.tasks());
      Properties properties = StreamsProperties.of(settings.streams());
      storeMemory.ifPresentOrElse(
          memory -> StreamsProperties.putStoreMemory(properties, memory),
          () -> StreamsProperties.putStickyTasks(properties));
      if (unchanged.reclassifyTopic() != null) {
        StreamsProperties.putSmallPolls(properties, settings.streams());
      }
      config = new StreamsConfig(properties);
      quarantine = quarantine(config);
    } catch (RuntimeException e) {
      discard(model);
      storeMemory.ifPresent(StoreMemory::close);
      throw e;
    }
    FatalHandler abandoning =
        (what, cause) -> {
          quarantine.abandon();
          fatal.fatal(what, cause);
        };
    ModelVersions models = new ModelVersions(version(model, abandoning));
    ImageSource images = images();
    try {
      Classification classification =
          classification(config, models, quarantine, images, abandoning);
      KafkaStreams streams =
          new KafkaStreams(
              ListingTopology.build(settings.topics(), classification),
              config,
              classification.batching().clientSupplier());
      streams.setUncaughtExceptionHandler(
          new ThreadFailures(settings.streams().replacement(), abandoning, System::nanoTime));
      ServiceHealth health =
          new ServiceHealth(
              models,
              classification::waitsForRegistry,
              quarantine::isWaiting,
              settings.lifecycle().longestRebalance(),
              settings.supervision().stallExit(),
              System::nanoTime);
      streams.setStateListener(health);
      streams.setGlobalStateRestoreListener(meters.restore());
      ClassificationService service =
          new ClassificationService(
              settings,
              new ClassificationService.Parts(
                  next -> nextVersion(next, abandoning),
                  models,
                  classification,
                  images,
                  quarantine,
                  streams,
                  health,
                  new ServiceWatch(streams, abandoning),
                  storeMemory));
      meters.watch(service.gauges());
      return service;
    } catch (RuntimeException e) {
      images.close();
      quarantine.close();
      models.close();
      storeMemory.ifPresent(StoreMemory::close);
      throw e;
    }
  }

  private Optional<StoreMemory> storeMemory() {
    return unchanged.mode().needsStore() || decisions.areRead()
        ? Optional.of(new StoreMemory(unchanged.storeMemory()))
        : Optional.empty();
  }

  private Quarantine quarantine(StreamsConfig config) {
    if (!settings.quarantine().isOn()) {
      return Quarantine.none();
    }
    String client = StreamsProperties.clientId(config, "suspects");
    return QuarantineLog.open(
        settings.streams().applicationId(),
        settings.quarantine(),
        settings.topics().quarantine(),
        config.getGlobalConsumerConfigs(client),
        config.getProducerConfigs(client));
  }

  /** The version of a hot swap, whose tasks have their columns before its first listing. */
  private ModelVersion nextVersion(ServingModel loaded, FatalHandler onFatal) {
    try {
      outputs.require(loaded.tasks());
    } catch (RuntimeException e) {
      discard(loaded);
      throw e;
    }
    return version(loaded, onFatal);
  }

  private static void discard(ServingModel model) {
    model.predictors().forEach(ListingPredictor::close);
    model.afterwards().run();
  }

  private ModelVersion version(ServingModel loaded, FatalHandler onFatal) {
    Batcher<InferenceItem, Inference> batcher =
        Batcher.builder(
                loaded.predictors().stream()
                    .map(predictor -> new GuardedPredictor(predictor, guard, meters.inferences()))
                    .toList(),
                onFatal)
            .name("predictor")
            .settings(settings.batching())
            .supervision(settings.supervision())
            .observer(meters.batches())
            .build();
    return new ModelVersion(
        loaded.predictors().get(0).model(),
        loaded.withPreparer(meters.timed(loaded.preparer())),
        batcher);
  }

  private ImageSource images() {
    return settings.images().fetching()
        ? ImageFetcher.open(settings.images(), meters.registry())
        : ImageSource.none();
  }

  private Classification classification(
      StreamsConfig config,
      ModelVersions models,
      Quarantine quarantine,
      ImageSource images,
      FatalHandler onFatal) {
    Classification.Events events =
        new Classification.Events(
            serdes.serde(ProductListing.class).deserializer(),
            outputs.attributes(),
            outputs.review());
    SchemaWarmUp.register(events, settings.topics());
    return Classification.builder(models, events, onFatal)
        .topics(settings.topics())
        .readers(readers)
        .quarantine(quarantine, guard)
        .retries(settings.retries())
        .images(images, settings.images())
        .limits(settings.inFlight(), TopicLimits.read(config, settings.topics()))
        .preparationThreads(settings.preparationThreads())
        .maxInlineImageBytes(settings.maxInlineImageBytes())
        .unchanged(unchanged)
        .decisions(decisions, serdes.serde(ReviewDecision.class).deserializer())
        .budget(
            budget.isOn()
                ? budget.ofOneIn(TopicLimits.partitions(config, settings.topics().listings()))
                : budget,
            value)
        .onlooker(onlooker)
        .observer(meters.listings())
        .build();
  }
}
