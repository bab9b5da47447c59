package io.cmaclip.streams.service;

import io.cmaclip.batching.Batcher;
import io.cmaclip.batching.FatalHandler;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.schemas.serde.EventSerdes;
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
import io.cmaclip.streams.quarantine.Quarantine;
import io.cmaclip.streams.quarantine.QuarantineLog;
import io.cmaclip.streams.quarantine.RunGuard;
import io.cmaclip.streams.topology.Classification;
import io.cmaclip.streams.topology.ListingTopology;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Puts the service together: the one place that knows which part needs which. Made by {@link
 * ClassificationService#builder}; used by one thread, once.
 */
public final class ServiceBuilder {
  private final ServiceSettings settings;
  private final ServingModel model;
  private final EventSerdes serdes;
  private final FatalHandler fatal;
  private final RunGuard guard = new RunGuard();
  private ServiceMeters meters = ServiceMeters.none();
  private Onlooker onlooker = Onlooker.NONE;

  ServiceBuilder(
      ServiceSettings settings, ServingModel model, EventSerdes serdes, FatalHandler fatal) {
    this.settings = settings;
    this.model = model;
    this.serdes = serdes;
    this.fatal = fatal;
  }

  /** What measures the service; nothing by default. */
  public ServiceBuilder meters(ServiceMeters serviceMeters) {
    meters = serviceMeters;
    return this;
  }

  /** Sees every answered listing; not owned. Nobody by default. */
  public ServiceBuilder onlooker(Onlooker other) {
    onlooker = other;
    return this;
  }

  /**
   * Opens the service, which does nothing before {@link ClassificationService#start}.
   *
   * @throws IllegalArgumentException when at-least-once is combined with {@code
   *     group.protocol=streams}
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException when the registry does not
   *     answer
   * @throws org.apache.kafka.common.KafkaException when a Kafka setting is refused
   */
  public ClassificationService open() {
    Properties properties;
    Quarantine suspects;
    try {
      properties = StreamsProperties.of(settings.streams());
      suspects = suspects(properties);
    } catch (RuntimeException e) {
      model.predictors().forEach(ListingPredictor::close);
      model.afterwards().run();
      throw e;
    }
    FatalHandler abandoning =
        (what, cause) -> {
          suspects.abandon();
          fatal.fatal(what, cause);
        };
    ModelVersions models = new ModelVersions(version(model, abandoning));
    ImageSource images = images();
    try {
      Classification classification =
          classification(properties, models, suspects, images, abandoning);
      KafkaStreams streams =
          classification
              .batching()
              .kafkaStreams(ListingTopology.build(settings.topics(), classification), properties);
      streams.setUncaughtExceptionHandler(
          new ThreadFailures(settings.streams().replacement(), abandoning, System::nanoTime));
      ServiceHealth health =
          new ServiceHealth(
              models,
              classification::waitsForRegistry,
              suspects::isWaiting,
              settings.lifecycle().longestRebalance(),
              settings.supervision().stallExit(),
              System::nanoTime);
      streams.setStateListener(health);
      ClassificationService service =
          new ClassificationService(
              settings,
              new ClassificationService.Parts(
                  next -> version(next, abandoning),
                  models,
                  classification,
                  images,
                  suspects,
                  streams,
                  health,
                  new ServiceWatch(streams, abandoning)));
      meters.watch(service.gauges());
      return service;
    } catch (RuntimeException e) {
      images.close();
      suspects.close();
      models.close();
      throw e;
    }
  }

  private Quarantine suspects(Properties properties) {
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
        ? ImageFetcher.open(settings.images().fetch(), meters.registry())
        : ImageSource.none();
  }

  private Classification classification(
      Properties properties,
      ModelVersions models,
      Quarantine suspects,
      ImageSource images,
      FatalHandler onFatal) {
    Classification.Events events =
        new Classification.Events(
            serdes.serde(ProductListing.class).deserializer(),
            serdes.serde(ListingAttributes.class).serializer(),
            serdes.serde(ReviewItem.class).serializer());
    SchemaWarmUp.register(events, settings.topics());
    return Classification.builder(models, events, onFatal)
        .topics(settings.topics())
        .quarantine(suspects, guard)
        .retries(settings.retries())
        .images(images, settings.images())
        .limits(settings.inFlight(), TopicLimits.read(properties, settings.topics()))
        .preparationThreads(settings.preparationThreads())
        .maxInlineImageBytes(settings.maxInlineImageBytes())
        .onlooker(onlooker)
        .observer(meters.listings())
        .build();
  }
}
