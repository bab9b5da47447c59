package io.cmaclip.lab.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A distributed Kafka Connect worker in a process of its own, with its REST interface on loopback.
 * Not thread-safe.
 */
public final class ConnectWorker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration RUNNING = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int CONFLICT = 409;

  private final ConnectJars jars;
  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private OwnProcess worker;

  private ConnectWorker(ConnectJars jars, Path folder, int port) {
    this.jars = jars;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts a worker and waits until it answers.
   *
   * @param folder folder of its settings and its log
   * @param port free port of the loopback interface
   * @throws UserException if it does not start
   */
  public static ConnectWorker start(ConnectJars jars, Path folder, int port, String bootstrap)
      throws InterruptedException {
    ConnectWorker connect = new ConnectWorker(jars, folder, port);
    try {
      Files.write(connect.settings(), lines(connect.properties(bootstrap)));
    } catch (IOException e) {
      throw new UserException("cannot write " + connect.settings() + ": " + e.getMessage(), e);
    }
    connect.start();
    return connect;
  }

  /** Starts the worker again after {@link #terminate} or {@link #kill}. */
  public void start() throws InterruptedException {
    worker =
        OwnProcess.start(
            "connect",
            log(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars.worker() + "/*",
                "org.apache.kafka.connect.cli.ConnectDistributed",
                settings().toString()));
    await(
        () -> {
          if (!worker.isAlive()) {
            throw new UserException("Kafka Connect has ended; see " + log());
          }
          return answers();
        },
        START,
        "Kafka Connect does not answer");
  }

  /** Creates or changes a connector and waits until it and its task run. */
  public void put(String name, Map<String, String> config) throws InterruptedException {
    await(
        () -> request("PUT", "/connectors/" + name + "/config", config).statusCode() != CONFLICT,
        RUNNING,
        "Kafka Connect does not accept " + name);
    awaitRunning(name);
  }

  /** Waits until a connector and its task run; restarts those that failed. */
  public void awaitRunning(String name) throws InterruptedException {
    await(
        () -> {
          restartFailed(name);
          return isRunning(name);
        },
        RUNNING,
        "connector " + name + " does not run");
  }

  public boolean isRunning(String name) {
    JsonNode status = status(name);
    return status.at("/connector/state").asText().equals("RUNNING")
        && status.at("/tasks/0/state").asText().equals("RUNNING");
  }

  /** Why the task failed; empty if it has not. */
  public String failure(String name) {
    return status(name).at("/tasks/0/trace").asText();
  }

  /** Restarts the connector's task if it failed; Connect itself never does. */
  public void restartFailed(String name) {
    if (status(name).toString().contains("\"FAILED\"")) {
      request("POST", "/connectors/" + name + "/restart?includeTasks=true&onlyFailed=true", null);
    }
  }

  /** SIGTERM. */
  public void terminate() throws InterruptedException {
    worker.signal("TERM");
    if (!worker.awaitEnd(END)) {
      worker.kill();
    }
    worker.forget();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    worker.kill();
  }

  private Map<String, String> properties(String bootstrap) {
    Map<String, String> all = new TreeMap<>();
    all.put("bootstrap.servers", bootstrap);
    all.put("group.id", "catalogue-connect");
    all.put("listeners", "http://127.0.0.1:" + port);
    all.put("rest.advertised.host.name", "127.0.0.1");
    all.put("key.converter", Connectors.JSON_CONVERTER);
    all.put("value.converter", Connectors.JSON_CONVERTER);
    for (String storage : List.of("offset", "config", "status")) {
      all.put(storage + ".storage.topic", "connect-" + storage);
      all.put(storage + ".storage.replication.factor", "1");
    }
    all.put("offset.storage.partitions", "1");
    all.put("status.storage.partitions", "1");
    all.put("offset.flush.interval.ms", "1000");
    // Short, so that a killed worker is replaced soon.
    all.put("session.timeout.ms", "6000");
    all.put("heartbeat.interval.ms", "1000");
    all.put("scheduled.rebalance.max.delay.ms", "0");
    all.put("exactly.once.source.support", "enabled");
    all.put("plugin.path", jars.plugins().toString());
    all.put("plugin.discovery", "service_load");
    return all;
  }

  private static List<String> lines(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private boolean answers() {
    try {
      return request("GET", "/health", null).statusCode() == 200;
    } catch (UserException notYet) {
      return false;
    }
  }

  private JsonNode status(String name) {
    HttpResponse<String> response = request("GET", "/connectors/" + name + "/status", null);
    try {
      return response.statusCode() == 200
          ? JSON.readTree(response.body())
          : JSON.createObjectNode();
    } catch (IOException e) {
      throw new UserException("Kafka Connect answers without JSON: " + e.getMessage(), e);
    }
  }

  private HttpResponse<String> request(String method, String path, Map<String, String> body) {
    try {
      HttpRequest.BodyPublisher content =
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .header("Content-Type", "application/json")
                  .timeout(Duration.ofSeconds(30))
                  .method(method, content)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 400) {
        throw new IllegalArgumentException("Kafka Connect refuses: " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UserException("Kafka Connect does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted", e);
    }
  }

  private void await(BooleanSupplier condition, Duration patience, String otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new UserException(otherwise + " after " + patience.toSeconds() + " s; see " + log());
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  private Path settings() {
    return folder.resolve("connect.properties");
  }

  private Path log() {
    return folder.resolve("connect.log");
  }

  @Override
  public void close() {
    try {
      if (worker.isAlive()) {
        terminate();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
