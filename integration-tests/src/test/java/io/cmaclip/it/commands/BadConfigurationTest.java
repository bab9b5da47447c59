package io.cmaclip.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code serve} reports why it cannot start: one line, promptly, without a stack trace. */
class BadConfigurationTest {
  private static final Path BUNDLE = ShippedBundle.find("fashion-products");

  /** The documentation promises 30 s; a busy build machine needs more. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final String CLOSED_PORT = "127.0.0.1:1";

  private static EmbeddedBroker broker;
  private static EmbeddedRegistry registry;
  private static CommandHost host;

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(BrokerSettings.temporary());
    registry = EmbeddedRegistry.start(0, null);
    host = new CommandHost(Map.of());
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      host.close();
      broker.close();
      registry.close();
    }
  }

  /** Rows of the table of wrong settings in docs/configuration.md: setting and error message. */
  static List<Arguments> documentedErrors() throws IOException {
    List<Arguments> errors = new ArrayList<>();
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    Matcher row =
        Pattern.compile("(?m)^\\| `((?:--|CMACLIP_)[^`]*)` \\| `([^`]*)` \\|$").matcher(page);
    while (row.find()) {
      errors.add(Arguments.of(row.group(1), row.group(2)));
    }
    assertThat(errors).hasSizeGreaterThan(12);
    return errors;
  }

  @ParameterizedTest
  @MethodSource("documentedErrors")
  void reportsAWrongSettingWithTheDocumentedMessage(String given, String message) throws Exception {
    assertThat(serveWith(given).refusal(2)).isEqualTo("cmaclip serve: " + message);
  }

  private static EndedCommand serveWith(String given) throws Exception {
    if (given.startsWith("--")) {
      return host.run(TIMEOUT, serve(BUNDLE, given.split(" ", 2)));
    }
    String[] variable = given.split("=", 2);
    try (JavaProcess process =
        Command.start(Map.of(variable[0], variable[1]), serve(BUNDLE).toArray(String[]::new))) {
      return EndedCommand.of(process, TIMEOUT);
    }
  }

  @Test
  void exitsWithStatusTwoOnAnUnknownFlag() throws Exception {
    try (JavaProcess process = Command.start("serve", "--bundel", "x")) {
      assertThat(process.awaitEnd(TIMEOUT)).isEqualTo(2);
      assertThat(process.err().get(0)).contains("--bundel");
    }
  }

  @Test
  void namesAMissingBundle() throws Exception {
    refused(1, "bundle no-such-folder: folder does not exist", serve(Path.of("no-such-folder")));
  }

  @Test
  void refusesABundleWithAWrongChecksum(@TempDir Path folder) throws Exception {
    try (Stream<Path> files = Files.list(BUNDLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.write(folder.resolve("tokenizer.json"), new byte[] {' '}, StandardOpenOption.APPEND);
    refused(1, "tokenizer.json has SHA-256 ", serve(folder));
  }

  @Test
  void namesABrokerThatDoesNotAnswer() throws Exception {
    refused(
        1,
        "kafka.bootstrap.servers = 127.0.0.1:1: no broker answered within 10 s",
        List.of(
            "serve",
            "--bundle",
            BUNDLE.toString(),
            "--bootstrap",
            CLOSED_PORT,
            "--registry",
            "http://" + CLOSED_PORT,
            "--set",
            "start.wait=0 s"));
  }

  @Test
  void namesARegistryThatDoesNotAnswer() throws Exception {
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
            "http://" + CLOSED_PORT,
            "--set",
            "start.wait=0 s"));
  }

  @Test
  void namesAnAttributesTopicThatIsNotCompacted() throws Exception {
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
    assertThat(host.run(TIMEOUT, arguments).refusal(status))
        .startsWith("cmaclip serve: ")
        .contains(message);
  }
}
