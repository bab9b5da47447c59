package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.schemas.serde.EventSerdes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code serve} shows no secret, valid or invalid, in its output, its debug logs or its HTTP pages.
 * Every part of every secret here contains the same word, so that a leaked part is found as well.
 */
@Timeout(300)
class SecretsStayHiddenTest {
  private static final Path BUNDLE = ShippedBundle.find("garments");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String WORD = "s3cr3t";
  private static final String SASL_PASSWORD = WORD + "-sasl";
  private static final String REGISTRY_PASSWORD = WORD + "-registry";
  private static final Map<String, String> DEBUG_LOGS =
      Map.of("CMACLIP_LOG", "DEBUG", "CMACLIP_KAFKA_LOG", "DEBUG");
  private static final Pattern PORT =
      Pattern.compile("Operations port: http://127\\.0\\.0\\.1:(\\d+)/");

  private static EmbeddedBroker broker;
  private static GuardedRegistry registry;
  private static CommandHost host;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    broker =
        EmbeddedBroker.start(
            BrokerSettings.temporary()
                .with(
                    "listener.security.protocol.map", "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
                .with("sasl.enabled.mechanisms", "PLAIN")
                .with("sasl.mechanism.inter.broker.protocol", "PLAIN")
                .with(
                    "listener.name.clients.plain.sasl.jaas.config",
                    login(
                        "username=\"node\" password=\"node\" user_node=\"node\" user_service=\""
                            + SASL_PASSWORD
                            + "\"")));
    registry = new GuardedRegistry("service", REGISTRY_PASSWORD);
    host = new CommandHost(DEBUG_LOGS);
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      host.close();
    }
    if (registry != null) {
      registry.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void aRunningServiceShowsNoSecret() throws Exception {
    Map<String, String> settings = validSettings();
    settings.put("kafka.ssl.key.password", WORD + "-key");
    settings.put("kafka.ssl.keystore.password", WORD + "-store");
    settings.put("kafka.consumer.ssl.truststore.password", WORD + "-trust");
    settings.put("operations.port", "0");
    settings.put("image.unavailable", "degrade");
    try (JavaProcess serve = serve(settings)) {
      serve.awaitReady();
      int port = port(serve);
      send(
          listing("a", "http://user:" + WORD + "@images.invalid/a.png"),
          listing("b", "http://images.invalid/b.png?token=" + WORD),
          listing("c", "http://127.0.0.1:1/c.png?token=" + WORD));
      List<String> pages = new ArrayList<>();
      String wanted = "cmaclip_listings_labelled_total 3.0";
      await(wanted).atMost(TIMEOUT).until(() -> ask(port, "metrics").contains(wanted));
      for (String path : List.of("metrics", "health/live", "health/ready", "info")) {
        pages.add(ask(port, path));
      }
      serve.terminate();
      EndedCommand ended = EndedCommand.of(serve, TIMEOUT);
      assertThat(ended.status()).isEqualTo(143);

      assertThat(ended.err()).as("debug logging is on").anyMatch(line -> line.contains(" DEBUG "));
      assertThat(ended.err()).anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"));
      assertThat(pages).noneMatch(SecretsStayHiddenTest::containsSecret);
      assertShowsNoSecret(ended);
    }
  }

  @Test
  void hidesCredentialsInTheRegistryUrl() throws Exception {
    Map<String, String> settings = validSettings();
    settings.remove("basic.auth.credentials.source");
    settings.remove("basic.auth.user.info");
    settings.put(
        "schema.registry.url", "http://service:" + REGISTRY_PASSWORD + "@" + registry.address());
    try (JavaProcess serve = serve(settings)) {
      serve.awaitReady();
      serve.terminate();
      assertShowsNoSecret(EndedCommand.of(serve, TIMEOUT));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basic.auth.user.info | service:s3cr3t | refuses the credentials",
        "schema.registry.url | http://service:s3cr3t@REGISTRY | refuses the credentials",
        "schema.registry.url | http://service:s3cr3t@127.0.0.1:1 | cannot be reached",
        "schema.registry.url | http://service:s3cr3t/s3cr3t@REGISTRY | schema.registry.url",
        "schema.registry.url | http://service:80/s3cr3t@REGISTRY | schema.registry.url",
        "schema.registry.url | http://service:s3cr3t@s3cr3t@REGISTRY | schema.registry.url",
        "schema.registry.url | http://service:s3cr3t,s3cr3t@REGISTRY | schema.registry.url",
        "schema.registry.url | http://service:s3cr3t s3cr3t@REGISTRY | schema.registry.url",
        "schema.registry.url | service:s3cr3t@REGISTRY | schema.registry.url",
        "kafka.sasl.jaas.config | PLAIN required username=service password=s3cr3t; | "
            + "kafka.bootstrap.servers",
        "kafka.sasl.jaas.config | PLAIN required username=service password=s3cr3t s3cr3t; | "
            + "kafka.sasl.jaas.config",
        "kafka.sasl.jaas.config | PLAIN required username=service password= s3cr3t | "
            + "kafka.sasl.jaas.config",
        "kafka.sasl.jaas.config | s3cr3t | kafka.sasl.jaas.config",
        "kafka.sasl.jaas.confug | s3cr3t | unknown key kafka.sasl.jaas.confug",
        "kafka.bootstrap.servers | service:s3cr3t@127.0.0.1:1 | kafka.bootstrap.servers",
      })
  void refusesAWrongSettingWithoutShowingIt(String key, String value, String message)
      throws Exception {
    Map<String, String> settings = validSettings();
    if (value.contains("@")) {
      settings.remove("basic.auth.credentials.source");
      settings.remove("basic.auth.user.info");
    }
    settings.put("max.retries", "0");
    settings.put("start.wait", "0 s");
    settings.put(
        key,
        value
            .replace("REGISTRY", registry.address())
            .replace("PLAIN ", "org.apache.kafka.common.security.plain.PlainLoginModule "));
    assertRefused(message, serveCommand(settings));
  }

  @Test
  void refusesAnUnreadableKeystoreWithoutShowingItsPassword() throws Exception {
    Path store = Files.writeString(folder.resolve("broken.p12"), "no store");
    Map<String, String> kafka = validSettings();
    kafka.put("kafka.security.protocol", "SASL_SSL");
    kafka.put("kafka.ssl.keystore.location", store.toString());
    kafka.put("kafka.ssl.keystore.password", WORD + "-store");
    kafka.put("kafka.ssl.key.password", WORD + "-key");
    assertRefused("broken.p12", serveCommand(kafka));
    Map<String, String> tls = validSettings();
    tls.put("schema.registry.ssl.keystore.location", store.toString());
    tls.put("schema.registry.ssl.keystore.password", WORD + "-store");
    tls.put("schema.registry.ssl.key.password", WORD + "-key");
    assertRefused("schema.registry.ssl.", serveCommand(tls));
  }

  @Test
  void refusesAnAssignmentWithoutEqualsSignWithoutShowingIt() throws Exception {
    assertRefused(
        "must be KEY=VALUE", List.of("serve", "--set", "basic.auth.user.info:service:" + WORD));
  }

  private static Map<String, String> validSettings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("bundle", BUNDLE.toString());
    settings.put("kafka.bootstrap.servers", broker.bootstrap());
    settings.put("kafka.security.protocol", "SASL_PLAINTEXT");
    settings.put("kafka.sasl.mechanism", "PLAIN");
    settings.put(
        "kafka.sasl.jaas.config", login("username=\"service\" password=\"" + SASL_PASSWORD + "\""));
    settings.put("schema.registry.url", "http://" + registry.address());
    settings.put("basic.auth.credentials.source", "USER_INFO");
    settings.put("basic.auth.user.info", "service:" + REGISTRY_PASSWORD);
    return settings;
  }

  private static String login(String options) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required " + options + ";";
  }

  private JavaProcess serve(Map<String, String> settings) throws IOException {
    return Command.start(DEBUG_LOGS, serveCommand(settings).toArray(String[]::new));
  }

  private List<String> serveCommand(Map<String, String> settings) throws IOException {
    StringBuilder lines = new StringBuilder();
    settings.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    Path file = Files.writeString(folder.resolve("service.properties"), lines);
    return List.of("serve", "--config", file.toString());
  }

  private static void assertRefused(String message, List<String> command) throws Exception {
    EndedCommand serve = host.run(TIMEOUT, command);
    assertThat(serve.status()).as("%s", serve).isIn(1, 2);
    assertThat(serve.err())
        .as("%s", serve)
        .anyMatch(line -> line.startsWith("cmaclip serve: ") && line.contains(message));
    assertShowsNoSecret(serve);
  }

  private static void assertShowsNoSecret(EndedCommand serve) {
    assertThat(serve.out()).noneMatch(SecretsStayHiddenTest::containsSecret);
    assertThat(serve.err()).filteredOn(SecretsStayHiddenTest::containsSecret).isEmpty();
  }

  /** Plain, or in the Base64 form in which it is sent. */
  private static boolean containsSecret(String text) {
    String sent =
        Base64.getEncoder()
            .encodeToString(("service:" + REGISTRY_PASSWORD).getBytes(StandardCharsets.UTF_8));
    return text.contains(WORD) || text.contains(sent);
  }

  private static ProductListing listing(String id, String url) {
    return ProductListing.newBuilder()
        .setListingId(id)
        .setTitle("Red wrap dress")
        .setImages(List.of(ListingImage.newBuilder().setUrl(url).build()))
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static void send(ProductListing... listings) throws Exception {
    try (EventSerdes serdes =
            EventSerdes.create(Map.of("schema.registry.url", registry.openUrl()));
        KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrap(),
                    "security.protocol",
                    "SASL_PLAINTEXT",
                    "sasl.mechanism",
                    "PLAIN",
                    "sasl.jaas.config",
                    login("username=\"service\" password=\"" + SASL_PASSWORD + "\"")),
                new StringSerializer(),
                new ByteArraySerializer())) {
      for (ProductListing listing : listings) {
        byte[] value =
            serdes.serde(ProductListing.class).serializer().serialize("listings", listing);
        producer.send(new ProducerRecord<>("listings", listing.getListingId(), value)).get();
      }
    }
  }

  private static int port(JavaProcess serve) {
    return serve.err().stream()
        .map(PORT::matcher)
        .filter(Matcher::find)
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private static String ask(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
