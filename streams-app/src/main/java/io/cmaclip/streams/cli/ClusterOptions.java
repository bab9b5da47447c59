package io.cmaclip.streams.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which cluster and registry. */
final class ClusterOptions {
  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description = "A broker of the Kafka cluster (kafka.bootstrap.servers).")
  private String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "The schema registry (schema.registry.url).")
  private String registry;

  /** What was given, by key. */
  Map<String, String> flags() {
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
