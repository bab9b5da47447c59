package io.cmaclip.embedded.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of an {@link EmbeddedBroker}.
 *
 * @param port client port, 0 to 65535; 0 selects a free port
 * @param folder data folder; null for a temporary folder, which {@code close} deletes
 * @param overrides Kafka broker properties that override the defaults of {@link NodeProperties}
 * @param quorum the cluster's controllers; null for a single node
 */
public record BrokerSettings(int port, Path folder, Map<String, String> overrides, Quorum quorum) {
  private static final int SINGLE_NODE_ID = 1;

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port = " + port + ": must be between 0 and 65535");
    }
    overrides = Map.copyOf(overrides);
  }

  /** A free port and a temporary folder. Records of any age stay until the broker closes. */
  public static BrokerSettings temporary() {
    return new BrokerSettings(0, null, Map.of("log.retention.ms", "-1"), null);
  }

  public BrokerSettings withPort(int newPort) {
    return new BrokerSettings(newPort, folder, overrides, quorum);
  }

  public BrokerSettings withFolder(Path newFolder) {
    return new BrokerSettings(port, newFolder, overrides, quorum);
  }

  /** For a cluster of several nodes; each needs a fixed port and folder. */
  public BrokerSettings withQuorum(Quorum newQuorum) {
    return new BrokerSettings(port, folder, overrides, newQuorum);
  }

  int nodeId() {
    return quorum == null ? SINGLE_NODE_ID : quorum.nodeId();
  }

  /** Sets one Kafka broker property. */
  public BrokerSettings with(String property, String value) {
    Map<String, String> changed = new HashMap<>(overrides);
    changed.put(property, value);
    return new BrokerSettings(port, folder, changed, quorum);
  }

  /** Largest record batch in bytes, for topics without {@code max.message.bytes}. */
  public BrokerSettings withMaxMessageBytes(int bytes) {
    return with("message.max.bytes", Integer.toString(bytes));
  }
}
