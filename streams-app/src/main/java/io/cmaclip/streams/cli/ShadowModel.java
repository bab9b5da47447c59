package io.cmaclip.streams.cli;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ModelChangeKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.Shadow;
import io.cmaclip.streams.models.ShadowSettings;
import io.cmaclip.streams.topics.TopicSetup;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Opens the shadow model of the configuration. */
final class ShadowModel {
  private static final int LINGER_MILLIS = 50;

  private ShadowModel() {}

  /**
   * The warm, self-tested shadow model with its topic; empty without {@code shadow.bundle}.
   *
   * @throws io.cmaclip.model.errors.UserException if its bundle cannot be used
   */
  static Optional<Shadow> open(ServiceConfig config, EventSerdes serdes, MeterRegistry meters) {
    Optional<Path> folder = config.find(ModelChangeKeys.SHADOW_BUNDLE);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    ShadowSettings settings = reader.shadow();
    Bundle bundle = Bundle.open(folder.get());
    try (Admin admin = Connections.cluster(config)) {
      new TopicSetup(admin, reader.topicNames(), reader.topics()).prepareShadow(settings.topic());
    }
    BundledModel model =
        BundledModel.load(
            bundle,
            reader.shadowModel(
                bundle.manifest().tasks().stream()
                    .map(BundleTask::name)
                    .collect(Collectors.toSet())));
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    properties.putAll(config.producerProperties());
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    return Optional.of(
        new Shadow(
            model.closedOnShutdown().serving().thenRun(model::close),
            settings,
            serdes.serde(ListingAttributes.class).serializer(),
            producer,
            InstantSource.system(),
            meters));
  }
}
