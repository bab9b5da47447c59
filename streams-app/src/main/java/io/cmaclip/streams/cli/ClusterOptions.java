package io.cmaclip.streams.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Options that name the Kafka cluster and the registry. */
public final class ClusterOptions {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "Broker of the Kafka cluster (kafka.bootstrap.servers).")
  private String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "URL of the schema registry (schema.registry.url).")
  private String registry;

  /** Given options by configuration key. */
  public Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    if (bootstrap != null) {
      flags.put("kafka.bootstrap.servers", bootstrap);
    }
    if (registry != null) {
      flags.put("schema.registry.url", registry);
    }
    return flags;
  }
}
