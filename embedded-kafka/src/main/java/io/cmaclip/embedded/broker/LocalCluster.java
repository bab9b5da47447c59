package io.cmaclip.embedded.broker;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and a schema registry in this process on free ports, with temporary data: also the state
 * stores of its services are of this cluster alone, or the next one would start with their answers
 * and labels.
 */
public final class LocalCluster implements AutoCloseable {
  /** Accepts images of a few megabytes. */
  public static final int MAX_MESSAGE_BYTES = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final Path state = DataFolder.createTemporary();

  private LocalCluster(EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts both, with a broker that accepts {@link #MAX_MESSAGE_BYTES}.
   *
   * @throws BrokerStartException if broker or registry does not start
   */
  public static LocalCluster start() {
    return start(BrokerSettings.temporary().withMaxMessageBytes(MAX_MESSAGE_BYTES));
  }

  /**
   * Starts both.
   *
   * @throws BrokerStartException if broker or registry does not start
   */
  public static LocalCluster start(BrokerSettings settings) {
    EmbeddedRegistry registry;
    try {
      registry = EmbeddedRegistry.start(0, null);
    } catch (IOException e) {
      throw new BrokerStartException("the embedded registry did not start: " + e.getMessage(), e);
    }
    try {
      return new LocalCluster(EmbeddedBroker.start(settings), registry);
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
  }

  /** The service's configuration keys for this cluster. */
  public Map<String, String> settings() {
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrap(),
        "schema.registry.url",
        registry.url(),
        "kafka.state.dir",
        state.toString());
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
    try {
      DataFolder.delete(state);
    } catch (UncheckedIOException e) {
      // A service that is still closing writes there.
      LOG.warn("{}", e.getMessage());
    }
  }
}
