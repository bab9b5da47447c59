package io.cmaclip.streams.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's properties for a single small node that starts quickly. */
final class NodeProperties {
  static final int NODE_ID = 1;
  static final String CLUSTER_ID = "cma-clip-kafka-local-A";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private NodeProperties() {}

  static Map<String, String> of(
      int port, int controllerPort, Path folder, Map<String, String> overrides) {
    String host = EmbeddedBroker.HOST;
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("controller.quorum.voters", NODE_ID + "@" + host + ":" + controllerPort);
    properties.put(
        "listeners",
        "PLAINTEXT://" + host + ":" + port + ",CONTROLLER://" + host + ":" + controllerPort);
    properties.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("log.dirs", folder.toString());

    properties.put("offsets.topic.replication.factor", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("default.replication.factor", "1");
    properties.put("auto.create.topics.enable", "false");

    // The first consumer of a group gets its partitions at once, not after three seconds.
    properties.put("group.initial.rebalance.delay.ms", "0");
    // After a killed producer, readers of committed records wait for this sweep.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");

    properties.putAll(overrides);
    return properties;
  }
}
