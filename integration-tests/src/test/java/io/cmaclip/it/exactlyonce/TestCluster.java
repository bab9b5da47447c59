package io.cmaclip.it.exactlyonce;

import io.cmaclip.schemas.registry.EmbeddedRegistry;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.broker.BrokerSettings;
import io.cmaclip.streams.broker.EmbeddedBroker;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topics.TopicSetup;
import io.cmaclip.streams.topology.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker that can go away and come back, a registry, and the service's topics. */
final class TestCluster implements AutoCloseable {
  static final int PARTITIONS = 8;

  private final Path folder;
  private final EmbeddedRegistry registry;
  private EmbeddedBroker broker;

  TestCluster(Path folder, int maxInlinePictureBytes) throws IOException {
    this.folder = folder;
    registry = EmbeddedRegistry.start(0, null);
    broker = EmbeddedBroker.start(BrokerSettings.temporary().withFolder(folder));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      new TopicSetup(admin, TopicNames.DEFAULT, new TopicSettings(PARTITIONS, -1, true))
          .prepare(maxInlinePictureBytes);
    }
  }

  String bootstrap() {
    return broker.bootstrap();
  }

  String registryUrl() {
    return registry.url();
  }

  EventSerdes serdes() {
    return EventSerdes.create(Map.of("schema.registry.url", registryUrl()));
  }

  void stopBroker() {
    broker.close();
  }

  /** On the port and data it had. */
  void restartBroker() {
    broker =
        EmbeddedBroker.start(BrokerSettings.temporary().withFolder(folder).withPort(broker.port()));
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
  }
}
