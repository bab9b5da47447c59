package io.cmaclip.embedded.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka properties of a small node with a short start-up time. */
final class NodeProperties {
  static final String CLUSTER_ID = "cma-clip-kafka-local-A";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private NodeProperties() {}

  static Map<String, String> of(
      int port, int controllerPort, Path folder, BrokerSettings settings) {
    int nodes = settings.quorum() == null ? 1 : settings.quorum().ports().size();
    String replicas = Integer.toString(Math.min(3, nodes));
    String insync = Integer.toString(Math.min(2, nodes));
    String host = EmbeddedBroker.HOST;
    Map<String, String> properties = new HashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(settings.nodeId()));
    properties.put(
        "controller.quorum.voters",
        settings.quorum() == null
            ? settings.nodeId() + "@" + host + ":" + controllerPort
            : settings.quorum().voters(host));
    properties.put(
        "listeners",
        "CLIENTS://" + host + ":" + port + ",CONTROLLER://" + host + ":" + controllerPort);
    properties.put("advertised.listeners", "CLIENTS://" + host + ":" + port);
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    properties.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("inter.broker.listener.name", "CLIENTS");
    properties.put("log.dirs", folder.toString());

    properties.put("offsets.topic.replication.factor", replicas);
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.replication.factor", replicas);
    properties.put("transaction.state.log.min.isr", insync);
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.replication.factor", replicas);
    properties.put("share.coordinator.state.topic.min.isr", insync);
    properties.put("default.replication.factor", replicas);
    properties.put("min.insync.replicas", insync);
    properties.put("auto.create.topics.enable", "false");

    // Without this, the first consumer of a group waits three seconds for its partitions.
    properties.put("group.initial.rebalance.delay.ms", "0");
    // After a producer is killed, read_committed consumers wait for this sweep.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");

    properties.putAll(settings.overrides());
    return properties;
  }
}
