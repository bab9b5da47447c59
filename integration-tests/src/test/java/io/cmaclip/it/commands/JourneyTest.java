package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sandbox, produce, serve and redrive together, each command in a separate process. */
@Timeout(300)
class JourneyTest {
  private static final Path BUNDLE = ShippedBundle.find("fashion-products");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int LISTINGS = 12;

  private final ObjectMapper json = new ObjectMapper();

  @Test
  void producesServesAndRedrivesListings(@TempDir Path folder) throws Exception {
    writeListings(folder.resolve("listings"));
    try (JavaProcess sandbox =
        Command.start(
            "sandbox",
            "--kafka-port=0",
            "--registry-port=0",
            "--dir=" + folder.resolve("sandbox"))) {
      String ready = sandbox.awaitReady();
      assertThat(ready)
          .matches("ready kafka=127\\.0\\.0\\.1:\\d+ registry=http://127\\.0\\.0\\.1:\\d+");
      String kafka = ready.split("[= ]")[2];
      String registry = ready.substring(ready.indexOf("http"));

      JsonNode produced =
          result(
              "produce",
              "--listings",
              folder.resolve("listings").toString(),
              "--bootstrap",
              kafka,
              "--registry",
              registry,
              "--json");
      assertThat(produced.get("listings").asInt()).isEqualTo(LISTINGS);
      assertThat(produced.get("failed").asInt()).isZero();
      sendText(kafka, "no-listing", "this is not Avro");

      try (JavaProcess serve =
          Command.start(
              "serve",
              "--bundle",
              BUNDLE.toString(),
              "--bootstrap",
              kafka,
              "--registry",
              registry)) {
        serve.awaitReady();
        assertThat(keys(kafka, "listing-attributes", LISTINGS)).hasSize(LISTINGS).contains("id-3");
        assertThat(keys(kafka, "listings.dead-letter", 1)).containsExactly("no-listing");

        JsonNode redriven = result("redrive", "--bootstrap", kafka, "--json");
        assertThat(redriven.get("sent").asInt()).isEqualTo(1);
        assertThat(redriven.get("sentByReason").get("UNDECODABLE").asInt()).isEqualTo(1);
        assertThat(countOf(kafka, "listings.dead-letter", 2)).isEqualTo(2);

        serve.terminate();
        assertThat(serve.awaitEnd(TIMEOUT)).isEqualTo(143);
        assertThat(serve.out()).containsExactly("ready");
        assertThat(serve.err()).noneMatch(line -> line.contains(" ERROR "));
      }
      sandbox.terminate();
      assertThat(sandbox.awaitEnd(TIMEOUT)).isEqualTo(143);
    }
  }

  private static void writeListings(Path folder) throws Exception {
    Files.createDirectories(folder);
    StringBuilder metadata = new StringBuilder();
    for (int i = 0; i < LISTINGS; i++) {
      metadata.append("{\"id\":\"id-%d\",\"title\":\"Puma men blue shoe %d\"}\n".formatted(i, i));
    }
    Files.writeString(folder.resolve("metadata.jsonl"), metadata);
  }

  private JsonNode result(String... arguments) throws Exception {
    try (JavaProcess process = Command.start(arguments)) {
      assertThat(process.awaitEnd(TIMEOUT)).as("%s", process.err()).isZero();
      return json.readTree(process.out().get(process.out().size() - 1));
    }
  }

  private static void sendText(String kafka, String key, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("listings", key, value)).get();
    }
  }

  private static Set<String> keys(String kafka, String topic, int count) {
    return new HashSet<>(read(kafka, topic, count));
  }

  private static int countOf(String kafka, String topic, int count) {
    return read(kafka, topic, count).size();
  }

  private static List<String> read(String kafka, String topic, int count) {
    return CommittedTopic.keys(Map.of("bootstrap.servers", kafka), topic, count, TIMEOUT);
  }
}
