package io.cmaclip.it.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder that {@code deploy/image} builds for the container image. */
@Timeout(180)
class ImageTest {
  static final Path LISTINGS =
      DeployFiles.ROOT.resolve("lab/src/main/resources/io/cmaclip/lab/demo/garments.zip");

  @ParameterizedTest
  @CsvSource({"10001, 10001", "1000700000, 0"}) // The user of the image, and one of OpenShift.
  void classifiesAListingReadOnlyWithoutNetworkOrHome(
      String user, String group, @TempDir Path volumes) throws Exception {
    Container container = new Container(volumes, false).as(user, group);
    try (ZipFile zip = new ZipFile(LISTINGS.toFile())) {
      var image =
          zip.stream().filter(entry -> entry.getName().endsWith(".jpg")).findFirst().orElseThrow();
      Files.copy(zip.getInputStream(image), container.temp().resolve("image.jpg"));
    }
    Process process =
        container.start(
            Map.of(),
            List.of(
                "/opt/cmaclip/cmaclip",
                "classify",
                "--bundle",
                "/opt/cmaclip/bundles/garments",
                "--title",
                "red wool sweater",
                "--image",
                "/tmp/image.jpg",
                "--json"));
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(container.err()).isZero();
    JsonNode answer = new ObjectMapper().readTree(container.out());
    assertThat(answer.at("/modalities/image").textValue()).isEqualTo("USED");
    assertThat(answer.at("/tasks/colour/label").textValue()).isNotBlank();
    // The native library of the image is used; nothing is unpacked.
    assertThat(container.err()).contains(" from /opt/cmaclip/native/torch/lib");
    assertThat(container.err().lines()).hasSize(1);
    assertThat(filesIn(volumes.resolve("state"))).isEmpty();
    assertThat(filesIn(volumes.resolve("tmp")))
        .extracting(Path::getFileName)
        .containsExactly(Path.of("image.jpg"));
  }

  /** Every added or removed jar is a decision: the image holds the service without the lab. */
  @Test
  void classPathHoldsOnlyTheService() throws IOException {
    assumeTrue(
        Files.isDirectory(Container.IMAGE),
        "skipped: no image; integration-tests/deploy-setup.sh builds it");
    List<String> jars = Files.readAllLines(Container.IMAGE.resolve("lib/class-path"));
    try (Stream<Path> files = Files.list(Container.IMAGE.resolve("lib"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(jars.stream(), Stream.of("class-path")).toList());
    }
    assertThat(jars.stream().map(jar -> jar.replaceFirst("-\\d.*", "")))
        .containsExactlyInAnyOrder(
            // Ours.
            "streams-app",
            "streams-batching",
            "model",
            "schemas",
            "command-line",
            "html",
            // Kafka.
            "kafka-streams",
            "kafka-clients",
            "rocksdbjni",
            "lz4-java",
            "snappy-java",
            "zstd-jni",
            "avro",
            // Protobuf records, mappings of events.
            "protobuf-java",
            "wire-schema-jvm",
            "wire-runtime-jvm",
            "okio-jvm",
            "jsonata",
            "jackson-dataformat-yaml",
            "snakeyaml",
            // PyTorch.
            "api",
            "pytorch-engine",
            "pytorch-jni",
            "tokenizers",
            "gson",
            "jna",
            "commons-codec",
            "commons-compress",
            "commons-io",
            // Images: decoding and fetching.
            "webp-imageio",
            "kotlin-stdlib",
            "imageio-bmp",
            "imageio-core",
            "common-image",
            "common-io",
            "common-lang",
            "httpclient5",
            "httpcore5",
            "httpcore5-h2",
            "caffeine",
            "error_prone_annotations",
            "jspecify",
            "resilience4j-core",
            "resilience4j-bulkhead",
            "resilience4j-circuitbreaker",
            "resilience4j-ratelimiter",
            "resilience4j-retry",
            "resilience4j-timelimiter",
            "resilience4j-micrometer",
            // Metrics, command line, logs.
            "micrometer-core",
            "micrometer-commons",
            "micrometer-observation",
            "micrometer-registry-prometheus",
            "prometheus-metrics-config",
            "prometheus-metrics-core",
            "prometheus-metrics-exposition-formats",
            "prometheus-metrics-exposition-textformats",
            "prometheus-metrics-model",
            "prometheus-metrics-tracer-common",
            "HdrHistogram",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jackson-dataformat-csv",
            "picocli",
            "slf4j-api",
            "logback-classic",
            "logback-core");
  }

  @Test
  void everyFileIsReadableForAllAndWritableForItsOwnerOnly() throws IOException {
    assumeTrue(
        Files.isDirectory(Container.IMAGE),
        "skipped: no image; integration-tests/deploy-setup.sh builds it");
    List<Path> wrong = new ArrayList<>();
    try (Stream<Path> all = Files.walk(Container.IMAGE)) {
      for (Path file : all.toList()) {
        var permissions = Files.getPosixFilePermissions(file);
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)
            || permissions.contains(PosixFilePermission.OTHERS_WRITE)
            || permissions.contains(PosixFilePermission.GROUP_WRITE)
            || (Files.isDirectory(file)
                && !permissions.contains(PosixFilePermission.OTHERS_EXECUTE))) {
          wrong.add(file);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void healthCheckTellsLiveFromReadyAndPrintsTheReport() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, Integer> status = new ConcurrentHashMap<>(Map.of("live", 200, "ready", 503));
    status.forEach(
        (page, initial) ->
            server.createContext(
                "/health/" + page,
                exchange -> {
                  byte[] report = "{\"page\":\"%s\"}".formatted(page).getBytes(UTF_8);
                  exchange.sendResponseHeaders(status.get(page), report.length);
                  exchange.getResponseBody().write(report);
                  exchange.close();
                }));
    server.start();
    int port = server.getAddress().getPort();
    try {
      assertThat(health(port)).isEqualTo(new Health(true, "{\"page\":\"live\"}\n"));
      assertThat(health(port, "ready")).isEqualTo(new Health(false, "{\"page\":\"ready\"}\n"));
      status.putAll(Map.of("live", 503, "ready", 200));
      assertThat(health(port).ok()).isFalse();
      assertThat(health(port, "live").ok()).isFalse();
      assertThat(health(port, "ready").ok()).isTrue();
      assertThat(health(port, "well").ok()).isFalse();
    } finally {
      server.stop(0);
    }
    assertThat(health(port).ok()).isFalse();
  }

  /** A scanner that reads the bill of materials must find every library of the class path. */
  @Test
  void billOfMaterialsListsEveryLibrary() throws IOException {
    assumeTrue(
        Files.isDirectory(Container.IMAGE),
        "skipped: no image; integration-tests/deploy-setup.sh builds it");
    JsonNode bom = new ObjectMapper().readTree(Container.IMAGE.resolve("bom.json").toFile());
    List<String> listed = new ArrayList<>(List.of(fileName(bom.at("/metadata/component"))));
    bom.get("components").forEach(component -> listed.add(fileName(component)));
    assertThat(Files.readAllLines(Container.IMAGE.resolve("lib/class-path")))
        .allMatch(jar -> listed.stream().anyMatch(jar::startsWith));
    assertThat(listed).noneMatch(name -> name.startsWith("kafka_2.13") || name.startsWith("lab-"));
  }

  private static String fileName(JsonNode component) {
    return component.get("name").textValue() + "-" + component.get("version").textValue();
  }

  private record Health(boolean ok, String report) {}

  private static Health health(int port, String... page) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(DeployFiles.DEPLOY.resolve("health").toString()));
    command.addAll(List.of(page));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CMACLIP_OPERATIONS_PORT", Integer.toString(port));
    Process process = builder.start();
    String report = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Health(process.waitFor() == 0, report);
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
