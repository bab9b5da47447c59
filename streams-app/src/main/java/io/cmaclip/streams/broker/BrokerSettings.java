package io.cmaclip.streams.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How an {@link EmbeddedBroker} starts.
 *
 * @param port port clients connect to, 1 to 65535, or 0 for any free one
 * @param folder where its data is kept over restarts; null for a temporary folder, which is removed
 *     on close
 * @param overrides Kafka broker properties that replace the small defaults, for example {@code
 *     message.max.bytes}
 */
public record BrokerSettings(int port, Path folder, Map<String, String> overrides) {
  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port = " + port + ": must be between 0 and 65535");
    }
    overrides = Map.copyOf(overrides);
  }

  /** Any free port, data gone on close. */
  public static BrokerSettings temporary() {
    return new BrokerSettings(0, null, Map.of());
  }

  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(newPort, folder, overrides);
  }

  public BrokerSettings withFolder(Path newFolder) {
    return new BrokerSettings(port, newFolder, overrides);
  }

  /** Sets one Kafka broker property. */
  public BrokerSettings with(String property, String value) {
    Map<String, String> changed = new HashMap<>(overrides);
    changed.put(property, value);
    return new BrokerSettings(port, folder, changed);
  }

  /** Largest record batch the broker takes, in bytes, for topics that set no limit of their own. */
  public BrokerSettings withMaxMessageBytes(int bytes) {
    return with("message.max.bytes", Integer.toString(bytes));
  }
}
