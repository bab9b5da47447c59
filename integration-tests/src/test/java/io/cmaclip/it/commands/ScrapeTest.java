package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.streams.meters.MeterKey;
import io.cmaclip.streams.meters.MeterTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The meters in docs/metrics.md are exactly those of a running service. */
@Timeout(300)
class ScrapeTest {
  private static final Path BUNDLE = ShippedBundle.find("garments");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern PORT =
      Pattern.compile("Operations port: http://127\\.0\\.0\\.1:(\\d+)/");
  private static final Pattern FAMILY = Pattern.compile("# TYPE (cmaclip_\\w+) .*");

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @Test
  void aScrapeHoldsExactlyTheDocumentedMeters(@TempDir Path folder) throws Exception {
    try (ShippedListings listings = ShippedListings.unpack();
        JavaProcess sandbox =
            Command.start("sandbox", "--kafka-port=0", "--registry-port=0", "--dir=" + folder)) {
      String ready = sandbox.awaitReady();
      String kafka = ready.split("[= ]")[2];
      String registry = ready.substring(ready.indexOf("http"));
      try (JavaProcess serve =
          Command.start(
              "serve",
              "--bundle",
              BUNDLE.toString(),
              "--bootstrap",
              kafka,
              "--registry",
              registry,
              "--set",
              "operations.port=0",
              "--set",
              "shadow.bundle=" + BUNDLE,
              "--set",
              "image.embeddings.max-bytes=16 MB")) {
        serve.awaitReady();
        port = port(serve);
        int sent = produce(listings.path(), kafka, registry);
        awaitLabelled(sent);
        Set<String> documented =
            MeterTable.ALL.stream()
                .map(MeterKey::scrapedName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(families()).isEqualTo(documented);
        assertThat(ask("/metrics"))
            .contains("kafka_stream_alive_stream_threads", "jvm_memory_used_bytes")
            .contains("resilience4j_timelimiter_calls_total", "cmaclip_labels_total{label=");

        JsonNode info = new ObjectMapper().readTree(ask("/info"));
        assertThat(info.at("/bundle/fingerprint").asText()).hasSizeGreaterThan(8);
        assertThat(info.at("/versions/pytorch").asText()).isNotEmpty();
        assertThat(info.at("/guarantee").asText()).isEqualTo("exactly_once_v2");
        assertThat(info.at("/device").asText()).isNotEmpty();
      }
    }
  }

  private Set<String> families() throws Exception {
    return ask("/metrics")
        .lines()
        .map(FAMILY::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        // Micrometer declares the maximum of a histogram as a separate gauge.
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int produce(Path listings, String kafka, String registry) throws Exception {
    try (JavaProcess produce =
        Command.start(
            "produce",
            "--listings",
            listings.toString(),
            "--bootstrap",
            kafka,
            "--registry",
            registry,
            "--json")) {
      assertThat(produce.awaitEnd(TIMEOUT)).as("%s", produce.err()).isZero();
      String last = produce.out().get(produce.out().size() - 1);
      return new ObjectMapper().readTree(last).get("listings").asInt();
    }
  }

  private void awaitLabelled(int count) {
    String wanted = "cmaclip_listings_labelled_total " + (double) count;
    await(wanted).atMost(TIMEOUT).until(() -> ask("/metrics").lines().anyMatch(wanted::equals));
  }

  private static int port(JavaProcess serve) {
    return serve.err().stream()
        .map(PORT::matcher)
        .filter(Matcher::find)
        .map(line -> Integer.parseInt(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private String ask(String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
