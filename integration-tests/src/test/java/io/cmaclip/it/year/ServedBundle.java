package io.cmaclip.it.year;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.it.commands.Command;
import io.cmaclip.it.commands.CommandHost;
import io.cmaclip.it.commands.EndedCommand;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A cluster, {@code serve} with a copy of a bundle, which it watches, and the commands of an
 * operator. Used by one thread.
 */
final class ServedBundle implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * Rendering and training last long enough for the optimizing compiler; short tests leave it out.
   */
  private static final Map<String, String> OPTIMIZED =
      Map.of("_JAVA_OPTIONS", "-XX:TieredStopAtLevel=4");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path bundle;
  private final LocalCluster cluster = LocalCluster.start();
  private final CommandHost commands = new CommandHost(OPTIMIZED);
  private final JavaProcess service;

  /**
   * @param shipped bundle to copy
   * @param settings of the service
   */
  ServedBundle(Path folder, Path shipped, Map<String, String> settings)
      throws IOException, InterruptedException {
    bundle = Files.createDirectory(folder.resolve("serving"));
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    List<String> arguments = new ArrayList<>(List.of("serve", "--bundle", bundle.toString()));
    arguments.addAll(ofCluster());
    arguments.addAll(
        List.of("--set", "kafka.state.dir=" + cluster.settings().get("kafka.state.dir")));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    service = Command.builder().environment(OPTIMIZED).start(arguments.toArray(String[]::new));
    service.awaitReady();
  }

  /** Kafka settings of the cluster. */
  ServiceConfig config() {
    return ServiceConfig.of(List.of(ConfigSource.flags(cluster.settings())));
  }

  Path folder() {
    return bundle;
  }

  /** Runs a command that reads the topics. */
  JsonNode runOnTopics(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(ofCluster());
    all.addAll(List.of("--set", "topics.decisions=review-decisions"));
    return run(all.toArray(String[]::new));
  }

  /**
   * Runs a command to its result, and waits until the bundle that it leaves in the folder serves.
   */
  JsonNode run(String... arguments) throws IOException, InterruptedException {
    String before = Bundle.open(bundle).fingerprint();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    EndedCommand ended = commands.run(PATIENCE, all);
    assertThat(ended.out()).as("%s", ended).isNotEmpty();
    String after = Bundle.open(bundle).fingerprint();
    if (!after.equals(before)) {
      service.awaitError(
          line -> line.contains("(" + after + ") replaces") || line.contains(after + " is "),
          PATIENCE);
      assertThat(service.err()).noneMatch(line -> line.contains(after + " is "));
    }
    return JSON.readTree(ended.out().get(ended.out().size() - 1));
  }

  private List<String> ofCluster() {
    return List.of(
        "--bootstrap",
        cluster.settings().get("kafka.bootstrap.servers"),
        "--registry",
        cluster.settings().get("schema.registry.url"));
  }

  /** Ends the service as an orchestrator does; what it has taken in is then committed. */
  void stop() throws InterruptedException {
    service.terminate();
    service.awaitEnd(PATIENCE);
  }

  @Override
  public void close() {
    service.close();
    commands.close();
    cluster.close();
  }
}
