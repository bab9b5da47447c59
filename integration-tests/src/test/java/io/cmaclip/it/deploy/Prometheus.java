package io.cmaclip.it.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus server on loopback with the Compose configuration and a scrape interval of 1 s. */
final class Prometheus implements AutoCloseable {
  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts Prometheus; skips the test when it is not installed.
   *
   * @param folder an empty folder
   * @param port a free port
   * @param target HOST:PORT of the service
   */
  static Prometheus start(Path folder, int port, String target) throws IOException {
    assumeTrue(
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "prometheus"))),
        "skipped: no prometheus; integration-tests/deploy-setup.sh installs it");
    Path config = folder.resolve("prometheus.yaml");
    Files.writeString(
        config,
        DeployFiles.text(DeployFiles.DEPLOY.resolve("compose").resolve("prometheus.yaml"))
            .replace("service:8090", target)
            .replace("10s", "1s"));
    Files.copy(DeployFiles.ALERTS, folder.resolve("alerts.yaml"));
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Prometheus(process, port);
  }

  /** Result of an instant query: an array of samples. */
  JsonNode query(String query) throws IOException, InterruptedException {
    return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  /** The alert rules with their evaluation state. */
  JsonNode rules() throws IOException, InterruptedException {
    return get("/api/v1/rules").at("/data/groups/0/rules");
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
    JsonNode json = new ObjectMapper().readTree(answer.body());
    if (!json.path("status").asText().equals("success")) {
      throw new IOException(path + ": " + answer.body());
    }
    return json;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
