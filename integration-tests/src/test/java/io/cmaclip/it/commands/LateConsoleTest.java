package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.fixtures.FreePort;
import io.cmaclip.fixtures.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code console} starts before its topics and its registry. */
@Timeout(180)
class LateConsoleTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir Path folder;

  private Path reviewers;
  private int registryPort;

  @BeforeEach
  void prepare() throws Exception {
    reviewers = folder.resolve("reviewers.txt");
    Files.writeString(reviewers, "ann reviewer " + "0".repeat(64) + "\n");
    registryPort = FreePort.find();
  }

  @Test
  void becomesReadyWhenTopicsAndRegistryAreThere() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        JavaProcess console = console(broker)) {
      console.awaitError(
          line -> line.contains("topics.review = listing-review: the topic does not exist"),
          TIMEOUT);
      create(broker, 2, "listing-review", "listing-attributes");
      console.awaitError(
          line -> line.contains("topics.decisions = decisions: the topic does not exist"), TIMEOUT);
      create(broker, 2, "decisions");
      console.awaitError(line -> line.contains("waiting for the schema registry"), TIMEOUT);
      assertThat(console.out()).isEmpty();
      try (EmbeddedRegistry registry = EmbeddedRegistry.start(registryPort, null)) {
        assertThat(console.awaitReady()).startsWith("ready http://127.0.0.1:");
        assertThat(registry.url()).endsWith(":" + registryPort);
        console.terminate();
        assertThat(console.awaitEnd(TIMEOUT)).isEqualTo(143);
      }
    }
  }

  @Test
  void endsWithTheMissingTopicAfterTheWait() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        JavaProcess console = console(broker, "--set=start.wait=2 s")) {
      assertThat(console.awaitEnd(TIMEOUT)).isEqualTo(1);
      assertThat(console.err())
          .anyMatch(
              line ->
                  line.contains("topics.review = listing-review: the topic does not exist")
                      && line.contains("(start.wait)"));
    }
  }

  @Test
  void refusesTopicsWithDifferentPartitionsAtOnce() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
      create(broker, 2, "listing-review", "listing-attributes");
      create(broker, 3, "decisions");
      try (JavaProcess console = console(broker)) {
        assertThat(console.awaitEnd(TIMEOUT)).isEqualTo(1);
        assertThat(console.err())
            .anyMatch(line -> line.contains("decisions has 3 partitions: must have 2"));
      }
    }
  }

  private JavaProcess console(EmbeddedBroker broker, String... more) throws Exception {
    return Command.builder()
        .start(
            Stream.concat(
                    Stream.of(
                        "console",
                        "--port=0",
                        "--reviewers=" + reviewers,
                        "--bootstrap=" + broker.bootstrap(),
                        "--registry=http://127.0.0.1:" + registryPort,
                        "--set=topics.decisions=decisions",
                        "--set=kafka.state.dir=" + folder.resolve("state")),
                    Stream.of(more))
                .toList());
  }

  private static void create(EmbeddedBroker broker, int partitions, String... topics)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      List<NewTopic> wanted =
          Stream.of(topics).map(name -> new NewTopic(name, partitions, (short) 1)).toList();
      admin.createTopics(wanted).all().get();
    }
  }
}
