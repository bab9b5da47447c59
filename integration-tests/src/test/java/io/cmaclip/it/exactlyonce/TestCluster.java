package io.cmaclip.it.exactlyonce;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import io.cmaclip.streams.topics.TopicSettings;
import io.cmaclip.streams.topics.TopicSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A broker, a registry, and the topics of the service. */
final class TestCluster implements AutoCloseable {
  static final int PARTITIONS = 8;

  private final TestBroker broker;
  private final EmbeddedRegistry registry;

  /** On the embedded broker. */
  TestCluster(Path folder, int maxInlineImageBytes) throws IOException {
    this(BrokerKind.EMBEDDED, folder, maxInlineImageBytes);
  }

  TestCluster(BrokerKind kind, Path folder, int maxInlineImageBytes) throws IOException {
    broker = kind.start(folder);
    registry = EmbeddedRegistry.start(0, null);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      new TopicSetup(admin, TopicNames.DEFAULT, new TopicSettings(PARTITIONS, -1, true))
          .prepare(maxInlineImageBytes);
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

  TestBroker broker() {
    return broker;
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
  }
}
