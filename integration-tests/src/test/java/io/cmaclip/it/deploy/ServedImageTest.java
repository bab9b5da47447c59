package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.schemas.serde.EventSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Service and producer of the image as Compose runs them, with broker, registry and Prometheus. The
 * queries of dashboard and alerts run against that Prometheus.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServedImageTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)");
  private static final String BUNDLE = "/opt/cmaclip/bundles/garments";
  private static final String CLOSED_PORT = "1";

  @TempDir private static Path folder;

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static Container container;
  private static Process service;
  private static Prometheus prometheus;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    container = new Container(folder.resolve("service"), true);
    broker = EmbeddedBroker.start(BrokerSettings.temporary());
    registry = EmbeddedRegistry.start(0, null);
    port = FreePort.find();
    Path settings = folder.resolve("cmaclip.properties");
    Files.write(
        settings,
        List.of(
            "bundle = " + BUNDLE,
            "bundle.watch = true",
            "shadow.bundle = " + BUNDLE,
            "kafka.bootstrap.servers = " + broker.bootstrap(),
            "schema.registry.url = " + registry.url(),
            "image.fetch.allowed-cidrs = 127.0.0.0/8",
            "image.fetch.named-hosts = 127.0.0.1",
            "image.fetch.allowed-ports = " + CLOSED_PORT));
    service =
        container
            .with(settings, "/settings/cmaclip.properties")
            .start(
                Map.of(
                    // This is no real container, so the port binds to loopback only.
                    "CMACLIP_OPERATIONS_HOST", "127.0.0.1",
                    "CMACLIP_OPERATIONS_PORT", Integer.toString(port),
                    "CMACLIP_HEAP", "700m"),
                List.of(
                    "/opt/cmaclip/cmaclip", "serve", "--config", "/settings/cmaclip.properties"));
    await("ready", () -> get("/health/ready").statusCode() == 200);
    Path folderOfPrometheus = Files.createDirectory(folder.resolve("prometheus"));
    prometheus = Prometheus.start(folderOfPrometheus, FreePort.find(), "127.0.0.1:" + port);
    produceSamples();
    sendImagesOfAClosedPort();
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (service != null) {
      Container.java(service).ifPresent(ProcessHandle::destroyForcibly);
      service.destroyForcibly().waitFor();
    }
    if (broker != null) {
      broker.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  @Order(1)
  void healthCheckOfTheImageSucceeds() throws Exception {
    ProcessBuilder health = new ProcessBuilder(Container.IMAGE.resolve("health").toString());
    health.environment().put("CMACLIP_OPERATIONS_PORT", Integer.toString(port));
    assertThat(health.start().waitFor()).isZero();
  }

  @Test
  @Order(2)
  void scrapeHoldsEveryMetricOfDashboardAndAlerts() throws Exception {
    Set<String> missing = new TreeSet<>(Queries.metrics());
    assertThat(missing).hasSizeGreaterThan(40);
    // Partition meters are bound within seconds after the assignment.
    Awaitility.await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              missing.removeAll(scraped());
              assertThat(missing).isEmpty();
            });
  }

  @Test
  @Order(3)
  void everyDashboardQueryReturnsData() throws Exception {
    // More samples, so that rates over the last minute are not empty.
    produceSamples();
    await("answers in Prometheus", () -> !prometheus.query("cmaclip_ready").isEmpty());
    // Rates need two scrapes.
    Awaitility.await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              Set<String> empty = new TreeSet<>();
              for (String query : Queries.dashboard("1m")) {
                if (prometheus.query(query).isEmpty()) {
                  empty.add(query);
                }
              }
              assertThat(empty).isEmpty();
            });
  }

  @Test
  @Order(4)
  void prometheusEvaluatesEveryAlertWithoutError() throws Exception {
    JsonNode rules = prometheus.rules();
    assertThat(rules).isNotEmpty();
    for (JsonNode rule : rules) {
      assertThat(rule.get("health").textValue()).as("%s", rule).isEqualTo("ok");
    }
  }

  @Test
  @Order(5)
  void stopsOnSigtermWithinTheGracePeriodAndLeavesItsVolumesEmpty() throws Exception {
    Container.java(service).orElseThrow().destroy();
    assertThat(service.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(container.err()).contains("shutting down").doesNotContain(" ERROR ");
    assertThat(container.out()).isEqualTo("ready\n");
    assertThat(container.state()).isEmptyDirectory();
  }

  /** Runs the producer of the Compose file. */
  private static void produceSamples() throws Exception {
    Path volumes = Files.createTempDirectory(folder, "producer");
    Container producer = new Container(volumes, true).with(ImageTest.LISTINGS, "/listings.zip");
    Process process =
        producer.start(
            Map.of("CMACLIP_HEAP", "256m"),
            List.of(
                "/opt/cmaclip/cmaclip",
                "produce",
                "--listings=/listings.zip",
                "--bootstrap=" + broker.bootstrap(),
                "--registry=" + registry.url()));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(producer.err()).isZero();
    assertThat(producer.out()).startsWith("written: ");
  }

  /** Sends listings whose images cannot be fetched, for the metrics of fetching. */
  private static void sendImagesOfAClosedPort() {
    try (EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()));
        KafkaProducer<String, ProductListing> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                serdes.serde(ProductListing.class).serializer())) {
      for (int i = 0; i < 5; i++) {
        String url = "http://127.0.0.1:%s/%d.jpg".formatted(CLOSED_PORT, i);
        ProductListing listing =
            new ProductListing(
                "url-" + i,
                "red wool sweater",
                null,
                List.of(new ListingImage(url, null, null)),
                null,
                Map.of(),
                Instant.now());
        var unused = producer.send(new ProducerRecord<>("listings", "url-" + i, listing));
      }
      producer.flush();
    }
  }

  private static Set<String> scraped() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    SERIES.matcher(get("/metrics").body()).results().forEach(series -> names.add(series.group(1)));
    return names;
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(200))
        .atMost(TIMEOUT)
        .failFast(() -> assertThat(service.isAlive()).as(container.err()).isTrue())
        .ignoreExceptionsInstanceOf(IOException.class) // The port is not open yet.
        .until(condition);
  }
}
