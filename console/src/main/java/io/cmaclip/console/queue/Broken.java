package io.cmaclip.console.queue;

import io.cmaclip.schemas.client.RegistryUnavailableException;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records of which some may be broken. */
final class Broken {
  private static final Logger LOG = LoggerFactory.getLogger(Broken.class);

  private Broken() {}

  /**
   * Reads a value; empty for a tombstone, and for a broken value, which is logged.
   *
   * @throws RegistryUnavailableException if the registry does not answer
   */
  static <T> Optional<T> read(Deserializer<T> deserializer, String topic, byte[] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(deserializer.deserialize(topic, value));
    } catch (RegistryUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("a record of {} cannot be read and is left out: {}", topic, e.getMessage());
      return Optional.empty();
    }
  }
}
