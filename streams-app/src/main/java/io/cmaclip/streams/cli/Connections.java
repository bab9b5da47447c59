package io.cmaclip.streams.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.RegistryKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.topics.ClusterDoor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;

/** Connects to the Kafka cluster and the schema registry, or explains in one line why it cannot. */
public final class Connections {
  private Connections() {}

  /**
   * An admin client whose cluster has answered.
   *
   * @throws UserException if no broker is set, or none answers
   */
  public static Admin cluster(ServiceConfig config) {
    config.bootstrap();
    return KafkaLogs.withoutConnectionWarnings(() -> ClusterDoor.open(config.clientProperties()));
  }

  /**
   * Fails before any connection if no registry is set.
   *
   * @throws UserException if no registry is set
   */
  public static void requireRegistry(ServiceConfig config) {
    if (config.find(RegistryKeys.URL).isEmpty()) {
      throw new UsageException("schema.registry.url is not set: must be a URL (--registry)");
    }
  }

  /**
   * Serdes whose registry has answered.
   *
   * @throws UserException if no registry is set, a setting is wrong, or the registry does not
   *     answer
   */
  public static EventSerdes registry(ServiceConfig config) {
    requireRegistry(config);
    EventSerdes serdes;
    try {
      serdes = EventSerdes.create(config.serdeProperties());
    } catch (ConfigException e) {
      throw new UsageException(e.getMessage());
    }
    try {
      serdes.verifyReachable();
      return serdes;
    } catch (RegistryUnavailableException e) {
      serdes.close();
      throw new UserException("schema.registry.url: " + e.getMessage(), e);
    }
  }
}
