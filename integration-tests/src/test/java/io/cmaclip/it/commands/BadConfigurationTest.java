package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cmaclip.schemas.registry.EmbeddedRegistry;
import io.cmaclip.streams.broker.BrokerSettings;
import io.cmaclip.streams.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code serve} says when it cannot start: one line, in time, without a stack trace. */
class BadConfigurationTest {
  private static final Path BUNDLE = Path.of("..", "bundles", "fashion-products");

  /** What is promised is 30 s; a machine that builds other things meanwhile gets more. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String NOWHERE = "127.0.0.1:1";

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.isDirectory(BUNDLE), "there is no shipped bundle " + BUNDLE);
    broker = EmbeddedBroker.start(BrokerSettings.temporary());
    registry = EmbeddedRegistry.start(0, null);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
      registry.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch.maxsize=1 | unknown key batch.maxsize (--set); did you mean batch.max-size?",
        "batch.max-size=0 | batch.max-size = 0: must be between 1 and 4096 (listings per forward)",
        "kafka.enable.auto.commit=true | kafka.enable.auto.commit (--set) cannot be set: offsets are"
            + " committed with the answers",
        "kafka.processing.exception.handler=x | kafka.processing.exception.handler (--set) cannot be",
        "kafka.nonsense=1 | unknown key kafka.nonsense (--set): Kafka has no such setting",
      })
  void aWrongSettingEndsWithStatusTwo(String setting, String message) throws Exception {
    refused(2, message, serve(BUNDLE, "--set", setting));
  }

  @Test
  void anUnknownFlagEndsWithStatusTwo() throws Exception {
    try (CommandProcess process = new CommandProcess("serve", "--bundel", "x")) {
      assertThat(process.awaitEnd(PATIENCE)).isEqualTo(2);
      assertThat(process.err().get(0)).contains("--bundel");
    }
  }

  @Test
  void aMissingBundleIsNamed() throws Exception {
    refused(1, "bundle no-such-folder: there is no such folder", serve(Path.of("no-such-folder")));
  }

  @Test
  void aBundleWithAWrongChecksumIsRefused(@TempDir Path folder) throws Exception {
    try (Stream<Path> files = Files.list(BUNDLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.write(folder.resolve("tokenizer.json"), new byte[] {' '}, StandardOpenOption.APPEND);
    refused(1, "tokenizer.json has SHA-256 ", serve(folder));
  }

  @Test
  void aBrokerThatDoesNotAnswerIsNamed() throws Exception {
    refused(
        1,
        "kafka.bootstrap.servers = 127.0.0.1:1: no broker answered within 10 s",
        List.of(
            "serve",
            "--bundle",
            BUNDLE.toString(),
            "--bootstrap",
            NOWHERE,
            "--registry",
            "http://" + NOWHERE));
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNamed() throws Exception {
    refused(
        1,
        "http://127.0.0.1:1",
        List.of(
            "serve",
            "--bundle",
            BUNDLE.toString(),
            "--bootstrap",
            broker.bootstrap(),
            "--registry",
            "http://" + NOWHERE));
  }

  @Test
  void anAttributesTopicThatIsNotCompactedIsNamed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic("not-compacted", 1, (short) 1))).all().get();
    }
    refused(
        1,
        "topics.attributes = not-compacted: the topic is not compacted",
        serve(BUNDLE, "--set", "topics.attributes=not-compacted"));
  }

  private static List<String> serve(Path bundle, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--bundle",
                bundle.toString(),
                "--bootstrap",
                broker.bootstrap(),
                "--registry",
                registry.url()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private static void refused(int status, String message, List<String> arguments) throws Exception {
    try (CommandProcess process = new CommandProcess(arguments.toArray(String[]::new))) {
      assertThat(process.awaitEnd(PATIENCE)).as("status; %s", process.err()).isEqualTo(status);
      assertThat(process.out()).isEmpty();
      List<String> ours =
          process.err().stream().filter(line -> line.startsWith("cmaclip serve: ")).toList();
      assertThat(ours).as("%s", process.err()).hasSize(1);
      assertThat(ours.get(0)).contains(message);
      // Besides, at most log lines of ours: no warnings of libraries, no stack trace.
      assertThat(process.err())
          .filteredOn(line -> !line.startsWith("cmaclip serve: "))
          .allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO .*"));
    }
  }
}
