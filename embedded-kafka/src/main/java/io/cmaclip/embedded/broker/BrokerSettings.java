package io.cmaclip.embedded.broker;

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
 * @param quorum the brokers it works with; null when it is alone
 */
public record BrokerSettings(int port, Path folder, Map<String, String> overrides, Quorum quorum) {
  private static final int ALONE = 1;

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port = " + port + ": must be between 0 and 65535");
    }
    overrides = Map.copyOf(overrides);
  }

  /** Any free port, data gone on close. */
  public static BrokerSettings temporary() {
    return new BrokerSettings(0, null, Map.of(), null);
  }

  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(newPort, folder, overrides, quorum);
  }

  public BrokerSettings withFolder(Path newFolder) {
    return new BrokerSettings(port, newFolder, overrides, quorum);
  }

  /** One of several that make a cluster together, each with a port and a folder that it keeps. */
  public BrokerSettings withQuorum(Quorum newQuorum) {
    return new BrokerSettings(port, folder, overrides, newQuorum);
  }

  int nodeId() {
    return quorum == null ? ALONE : quorum.nodeId();
  }

  /** Sets one Kafka broker property. */
  public BrokerSettings with(String property, String value) {
    Map<String, String> changed = new HashMap<>(overrides);
    changed.put(property, value);
    return new BrokerSettings(port, folder, changed, quorum);
  }

  /** Largest record batch the broker takes, in bytes, for topics that set no limit of their own. */
  public BrokerSettings withMaxMessageBytes(int bytes) {
    return with("message.max.bytes", Integer.toString(bytes));
  }
}
