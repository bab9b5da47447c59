package io.cmaclip.streams.cli;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.service.SchemaWarmUp;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.topics.TopicSetup;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Connects the service before its model is loaded: topics in the cluster, schemas in the registry.
 */
final class StartUp {
  private final ServiceConfig config;
  private final ServiceSettings settings;

  StartUp(ServiceConfig config, ServiceSettings settings) {
    this.config = config;
    this.settings = settings;
  }

  /**
   * Prepares the topics and registers the schemas, and waits until both can be done.
   *
   * @return serdes whose schemas are registered; empty if the process is to end
   * @throws UserException if a setting is wrong, or brokers or registry do not answer in time
   */
  Optional<EventSerdes> connect(StartWait wait) throws InterruptedException {
    Optional<Boolean> prepared =
        wait.until("the brokers (kafka.bootstrap.servers)", this::prepareTopics);
    return prepared.isEmpty()
        ? Optional.empty()
        : wait.until("the schema registry (schema.registry.url)", this::registerSchemas);
  }

  private boolean prepareTopics() {
    try (Admin admin = Connections.cluster(config)) {
      ServiceSettingsReader reader = new ServiceSettingsReader(config);
      TopicSetup setup = new TopicSetup(admin, settings.topics(), reader.topics());
      if (settings.quarantine().isOn()) {
        setup.prepare(settings.maxInlineImageBytes());
      } else {
        setup.prepareWithoutQuarantine(settings.maxInlineImageBytes());
      }
      if (reader.unchanged().reclassifyTopic() != null) {
        setup.prepareReclassify(reader.unchanged().reclassifyTopic());
      }
      if (reader.decisions().areRead()) {
        setup.prepareDecisions(reader.decisions().topic());
      }
      return true;
    }
  }

  /** A registry may answer requests before it can store a schema, so a request is not enough. */
  private EventSerdes registerSchemas() {
    EventSerdes serdes = Connections.registry(config);
    try {
      SchemaWarmUp.register(serdes, settings.topics());
      return serdes;
    } catch (RegistryUnavailableException e) {
      serdes.close();
      throw new UserException("schema.registry.url: " + e.getMessage(), e);
    } catch (KafkaException e) {
      serdes.close();
      throw new UserException(e.getMessage(), e);
    }
  }
}
