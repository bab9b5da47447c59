package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands against a broker with SASL_SSL and a registry with TLS and a password. */
@Timeout(300)
class SecuredClusterTest {
  private static final Path BUNDLE = ShippedBundle.find("fashion-products");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** A busy build machine starts commands slowly. */
  private static final Duration IN_TIME = Duration.ofSeconds(60);

  private static final String WRONG = "hunter2-mistyped";
  private static final int LISTINGS = 6;

  @TempDir private static Path folder;
  private static SecuredCluster cluster;
  private static CommandHost host;

  @BeforeAll
  static void start() throws Exception {
    cluster = new SecuredCluster(folder);
    host = new CommandHost(Map.of());
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      host.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  /** File, environment and flags each set values; the service logs the effective ones. */
  @Test
  void everyClientWorksWithTheRightCredentials() throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.put("bundle", BUNDLE.toString());
    settings.put("batch.max-size", "2");
    settings.put("threads", "1");
    settings.put("application.id", "from-file");
    String file = write(settings);
    Path listings = writeListings();
    assertThat(run("produce", "--listings", listings.toString(), "--config", file))
        .containsExactly("written: " + LISTINGS);
    sendText("no-listing", "this is not Avro");
    try (JavaProcess serve =
        Command.start(
            Map.of("CMACLIP_BATCH_MAX_SIZE", "3", "CMACLIP_THREADS", "2"),
            "serve",
            "--config",
            file,
            "--set",
            "batch.max-size=4")) {
      serve.awaitReady();
      // The ready line on standard output may arrive before the log on standard error.
      String answering = "as from-file, exactly_once_v2, threads: 2, batches of up to 4";
      await()
          .atMost(TIMEOUT)
          .until(() -> serve.err().stream().anyMatch(line -> line.endsWith(answering)));
      assertThat(keys("listing-attributes", LISTINGS)).contains("id-3");
      assertThat(keys("listings.dead-letter", 1)).containsExactly("no-listing");
      assertThat(run("redrive", "--config", file)).first().isEqualTo("sent back: 1");
      assertThat(keys("listings.dead-letter", 2)).hasSize(2);
      serve.terminate();
      EndedCommand ended = EndedCommand.of(serve, TIMEOUT);
      assertThat(ended.status()).isEqualTo(143);
      // Kafka Streams logs a warning at every start that is irrelevant here.
      assertThat(ended.err())
          .allMatch(line -> line.contains(" INFO ") || line.contains(" WARN  StreamsConfig "));
      showsNoSecret(ended);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.security.protocol=PLAINTEXT | : the port uses TLS; kafka.security.protocol ="
            + " PLAINTEXT: must be SSL or SASL_SSL",
        "kafka.sasl.mechanism=SCRAM-SHA-256 | SCRAM-SHA-256",
        "kafka.ssl.truststore.type=JKS | Failed to load SSL keystore",
        "basic.auth.credentials.source=URL | refuses the credentials (401)",
      })
  void reportsAWrongSettingInOneLine(String setting, String message) throws Exception {
    String[] parts = setting.split("=", 2);
    Map<String, String> settings = cluster.settings();
    settings.put(parts[0], parts[1]);
    assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString())).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.ssl.truststore.location=no-such.pem | kafka.ssl.truststore.location = no-such.pem (",
        "schema.registry.ssl.truststore.location=no-such.pem |"
            + " schema.registry.ssl.truststore.location = no-such.pem: must be a JKS, PKCS12 or"
            + " PEM",
        "schema.registry.ssl.truststore.type=JKS | schema.registry.ssl.truststore.location and",
      })
  void exitsWithStatusTwoOnAnUnusableFile(String setting, String message) throws Exception {
    String[] parts = setting.split("=", 2);
    Map<String, String> settings = cluster.settings();
    settings.put(parts[0], parts[1]);
    assertThat(refusal(2, settings, "serve", "--bundle", BUNDLE.toString())).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --bundle ../bundles/fashion-products", "redrive"})
  void reportsAWrongBrokerPasswordInOneLine(String command) throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.put("kafka.sasl.jaas.config.file", cluster.kafkaPassword(WRONG));
    assertThat(refusal(settings, command.split(" ")))
        .contains("kafka.bootstrap.servers = 127.0.0.1:")
        .contains("Authentication failed")
        .contains("SCRAM-SHA-512");
  }

  @Test
  void reportsAnUntrustedBrokerCertificateInOneLine() throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.keySet().removeIf(key -> key.startsWith("kafka.ssl."));
    assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString()))
        .contains("SSL handshake failed")
        .contains("unable to find valid certification path");
  }

  @Test
  void reportsABrokerWithoutTlsInOneLine() throws Exception {
    try (EmbeddedBroker plain = EmbeddedBroker.start(BrokerSettings.temporary())) {
      Map<String, String> settings = cluster.settings();
      settings.put("kafka.bootstrap.servers", plain.bootstrap());
      assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString()))
          .endsWith(
              "the port does not use TLS; kafka.security.protocol = SASL_SSL: must be PLAINTEXT or"
                  + " SASL_PLAINTEXT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --bundle ../bundles/fashion-products", "produce --listings L"})
  void reportsAWrongRegistryPasswordInOneLine(String command) throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.put("basic.auth.user.info.file", cluster.registryPassword(WRONG));
    assertThat(refusal(settings, command.replace(" L", " " + writeListings()).split(" ")))
        .contains("schema.registry.url: schema registry https://127.0.0.1:")
        .contains("refuses the credentials (401)");
  }

  @Test
  void reportsAnUntrustedRegistryCertificateInOneLine() throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.keySet().removeIf(key -> key.startsWith("schema.registry.ssl."));
    assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString()))
        .contains("schema.registry.url: schema registry https://127.0.0.1:")
        .contains("unable to find valid certification path");
  }

  @Test
  void reportsAPlainRequestToATlsRegistryInOneLine() throws Exception {
    Map<String, String> settings = cluster.settings();
    settings.put("schema.registry.url", "http://" + cluster.registryAddress());
    settings.put("start.wait", "0 s"); // A registry that is starting may close connections, too.
    assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString()))
        .contains("schema.registry.url: schema registry http://127.0.0.1:")
        .endsWith(" closed the connection without an answer; is it https://?");
  }

  @Test
  void reportsARegistryWithoutTlsInOneLine() throws Exception {
    try (EmbeddedRegistry plain = EmbeddedRegistry.start(0, null)) {
      Map<String, String> settings = cluster.settings();
      settings.put("schema.registry.url", plain.url().replace("http:", "https:"));
      settings.put("start.wait", "0 s"); // A registry that is starting may not answer, either.
      assertThat(refusal(settings, "serve", "--bundle", BUNDLE.toString()))
          .endsWith("; does it speak TLS, or is it http://?");
    }
  }

  private static String refusal(Map<String, String> settings, String... command) throws Exception {
    return refusal(1, settings, command);
  }

  private static String refusal(int status, Map<String, String> settings, String... command)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", write(settings)));
    EndedCommand ended = host.run(IN_TIME, arguments);
    showsNoSecret(ended);
    return ended.refusal(status);
  }

  private static void showsNoSecret(EndedCommand command) {
    assertThat(command.out()).noneMatch(line -> line.contains("hunter2"));
    assertThat(command.err()).noneMatch(line -> line.contains("hunter2"));
  }

  private static List<String> run(String... arguments) throws Exception {
    EndedCommand ended = host.run(TIMEOUT, List.of(arguments));
    assertThat(ended.status()).as("%s", ended).isZero();
    showsNoSecret(ended);
    return ended.out();
  }

  private static String write(Map<String, String> settings) throws IOException {
    return Files.writeString(
            Files.createTempFile(folder, "service", ".properties"),
            settings.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining("\n")))
        .toString();
  }

  private static Path writeListings() throws IOException {
    Path listings = Files.createDirectories(folder.resolve("listings"));
    StringBuilder metadata = new StringBuilder();
    for (int i = 0; i < LISTINGS; i++) {
      metadata.append("{\"id\":\"id-%d\",\"title\":\"Puma men blue shoe %d\"}\n".formatted(i, i));
    }
    Files.writeString(listings.resolve("metadata.jsonl"), metadata);
    return listings;
  }

  private static void sendText(String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            cluster.clientProperties(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("listings", key, value)).get();
    }
  }

  private static List<String> keys(String topic, int count) {
    return CommittedTopic.keys(cluster.clientProperties(), topic, count, TIMEOUT);
  }
}
