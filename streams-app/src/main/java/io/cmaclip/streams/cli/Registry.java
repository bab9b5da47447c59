package io.cmaclip.streams.cli;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.RegistryKeys;
import io.cmaclip.streams.config.ServiceConfig;
import org.apache.kafka.common.config.ConfigException;

/** Opens the way to the schema registry, or says in one line why there is none. */
final class Registry {
  private Registry() {}

  /**
   * Finds out early, before anything is asked over the network.
   *
   * @throws UserException when no registry is named
   */
  static void requireNamed(ServiceConfig config) {
    if (config.find(RegistryKeys.URL).isEmpty()) {
      throw new UsageException("schema.registry.url is not set: must be an address (--registry)");
    }
  }

  /**
   * Serdes whose registry has answered.
   *
   * @throws UserException when none is named, a setting is wrong, or nothing answers
   */
  static EventSerdes open(ServiceConfig config) {
    requireNamed(config);
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
