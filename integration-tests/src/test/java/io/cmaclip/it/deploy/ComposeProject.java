package io.cmaclip.it.deploy;

import io.cmaclip.it.containers.ContainerEngine;
import io.cmaclip.it.deploy.DeployTool.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Compose file under a project name of its own, with the service at a port of its own. The
 * service waits longer for broker and registry than by default, since a busy machine starts them
 * slowly.
 */
final class ComposeProject implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String name;
  private final Path override;
  private final int port;

  /**
   * Starts nothing.
   *
   * @param folder for the file with the overrides
   * @param port a free port for the service
   */
  ComposeProject(Path folder, int port) throws IOException {
    this.name = "cma-clip-test-" + ProcessHandle.current().pid();
    this.port = port;
    this.override =
        Files.writeString(
            folder.resolve("override.yaml"),
            """
            services:
              service:
                ports: !override ["127.0.0.1:%d:8090"]
                environment: {CMACLIP_START_WAIT: 15 min}
                healthcheck: {start_period: 900s}
            """
                .formatted(port));
  }

  /** Runs {@code docker-compose up -d} without building an image. */
  void up(String... arguments) {
    List<String> command = new ArrayList<>(List.of("up", "-d", "--no-build"));
    command.addAll(List.of(arguments));
    compose(command);
  }

  /** Removes containers and volumes. */
  void down() {
    compose(List.of("down", "--volumes", "--timeout", "10"));
  }

  /** The last lines that each container has written. */
  String logs() {
    return compose(List.of("logs", "--no-color", "--tail", "100"));
  }

  private String compose(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-p",
                name,
                "-f",
                DeployFiles.DEPLOY.resolve("compose.yaml").toString(),
                "-f",
                override.toString()));
    command.addAll(arguments);
    Result result = DeployTool.COMPOSE.run(command);
    if (result.status() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result.text());
    }
    return result.text();
  }

  /** Name of the container of a service. */
  String container(String service) {
    return name + "-" + service + "-1";
  }

  /** A field of {@code docker inspect}, as a template such as {@code .State.ExitCode}. */
  String inspect(String service, String field) throws Exception {
    return ContainerEngine.docker("inspect", "-f", "{{" + field + "}}", container(service)).text();
  }

  /** Runs a script with bash in the container. */
  ContainerEngine.Result exec(String service, String script) throws Exception {
    return ContainerEngine.docker("exec", container(service), "bash", "-c", script);
  }

  /** A page of the operations port. */
  HttpResponse<String> page(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        BodyHandlers.ofString());
  }

  /** Number of committed records of a topic by key; an error if there are none. */
  Map<String, Long> committed(String topic) throws Exception {
    ContainerEngine.Result keys =
        exec(
            "broker",
            "export KAFKA_LOG4J2=/opt/kafka/config/tools-log4j2.properties;"
                + " /opt/kafka/bin/kafka-run-class.sh"
                + " org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server"
                + " broker:9092 --from-beginning --timeout-ms 10000 --formatter-property"
                + " print.key=true --formatter-property print.value=false --command-property"
                + " isolation.level=read_committed --topic "
                + topic);
    if (keys.out().isEmpty()) {
      throw new AssertionError("no records in " + topic + ": " + keys.err());
    }
    return keys.out()
        .lines()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Override
  public void close() {
    down();
  }
}
