package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.schemas.registry.EmbeddedRegistry;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.broker.BrokerSettings;
import io.cmaclip.streams.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever {@code serve} prints, at its most talkative, holds no password. */
@Timeout(240)
class SecretsStayHiddenTest {
  private static final Path BUNDLE = Path.of("..", "bundles", "garments");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Part of every password below. */
  private static final String SECRET = "s3cr3t";

  @Test
  void aRunningServiceAtDebugPrintsNoPassword() throws Exception {
    assumeTrue(Files.isDirectory(BUNDLE), "there is no shipped bundle " + BUNDLE);
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        CommandProcess serve =
            new CommandProcess(
                Map.of("CMACLIP_LOG", "DEBUG", "CMACLIP_KAFKA_LOG", "DEBUG"),
                "serve",
                "--bundle",
                BUNDLE.toString(),
                "--bootstrap",
                broker.bootstrap(),
                "--registry",
                registry.url(),
                "--set",
                "operations.port=off",
                "--set",
                "basic.auth.credentials.source=USER_INFO",
                "--set",
                "basic.auth.user.info=reader:" + SECRET + "-registry",
                "--set",
                "kafka.ssl.key.password=" + SECRET + "-key",
                "--set",
                "kafka.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
                    + " required username=\"u\" password=\""
                    + SECRET
                    + "-sasl\";")) {
      assertThat(serve.awaitLine("ready"::equals, PATIENCE))
          .as(() -> serve.err().get(serve.err().size() - 1))
          .isEqualTo("ready");
      sendWithPasswordInAddress(broker, registry);
      serve.terminate();
      serve.awaitEnd(PATIENCE);
      assertThat(serve.err()).as("it was talkative").hasSizeGreaterThan(200);
      assertThat(printed(serve)).noneMatch(line -> line.contains(SECRET));
    }
  }

  @Test
  void refusalsPrintNoPassword() throws Exception {
    for (List<String> wrong :
        List.of(
            List.of("--registry", "http://reader:" + SECRET + "@127.0.0.1:1"),
            List.of("--registry", "http://127.0.0.1:1", "--set", "basic.auth.user.info=" + SECRET),
            List.of(
                "--registry",
                "http://127.0.0.1:1",
                "--set",
                "kafka.security.protocol=SASL_PLAINTEXT",
                "--set",
                "kafka.sasl.mechanism=PLAIN",
                "--set",
                "kafka.sasl.jaas.config=no.such.Module required password=\"" + SECRET + "\";"),
            List.of(
                "--registry",
                "http://127.0.0.1:1",
                "--set",
                "kafka.security.protocol=SSL",
                "--set",
                "kafka.ssl.keystore.location=no-such-file",
                "--set",
                "kafka.ssl.keystore.password=" + SECRET))) {
      List<String> arguments =
          new ArrayList<>(
              List.of("serve", "--bundle", BUNDLE.toString(), "--bootstrap", "127.0.0.1:1"));
      arguments.addAll(wrong);
      try (CommandProcess serve =
          new CommandProcess(
              Map.of("CMACLIP_LOG", "DEBUG", "CMACLIP_KAFKA_LOG", "DEBUG"),
              arguments.toArray(String[]::new))) {
        assertThat(serve.awaitEnd(PATIENCE)).as("%s", wrong).isNotZero();
        assertThat(serve.err()).isNotEmpty();
        assertThat(printed(serve)).as("%s", wrong).noneMatch(line -> line.contains(SECRET));
      }
    }
  }

  /** A listing whose picture's address holds a password, and waits for its answer. */
  private static void sendWithPasswordInAddress(EmbeddedBroker broker, EmbeddedRegistry registry)
      throws Exception {
    ProductListing listing =
        new ProductListing(
            "a",
            "Red dress",
            null,
            List.of(new ListingImage("https://shop:" + SECRET + "@example.org/a.jpg", null, null)),
            null,
            Map.of(),
            Instant.ofEpochMilli(1));
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrap());
    try (EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        KafkaConsumer<byte[], byte[]> answers =
            new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      byte[] value = serdes.serde(ProductListing.class).serializer().serialize("listings", listing);
      producer
          .send(new ProducerRecord<>("listings", "a".getBytes(StandardCharsets.UTF_8), value))
          .get();
      List<TopicPartition> partitions =
          answers.partitionsFor("listing-attributes").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      answers.assign(partitions);
      answers.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (answers.poll(Duration.ofMillis(100)).isEmpty()) {
        assertThat(System.nanoTime()).as("waited for the answer").isLessThan(deadline);
      }
    }
  }

  private static List<String> printed(CommandProcess process) {
    return Stream.concat(process.out().stream(), process.err().stream()).toList();
  }
}
