package io.cmaclip.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaKeysTest {
  private static final Path DECISIONS =
      Path.of("src", "test", "resources", "io", "cmaclip", "streams", "config", "kafka-keys.txt");

  private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();

  /**
   * Fails for each key that a new version of Kafka adds, until someone decides whether the service
   * accepts it. With CMACLIP_WRITE_DOCS=true in the environment this test writes the list; review
   * the difference.
   */
  @Test
  void acceptsOrRefusesEveryKafkaKeyAsDecided() throws IOException {
    List<String> now = KNOWN.keySet().stream().map(KafkaKeysTest::decision).toList();
    if ("true".equals(System.getenv("CMACLIP_WRITE_DOCS"))) {
      Files.write(DECISIONS, now);
    }
    assertThat(now).isEqualTo(Files.readAllLines(DECISIONS));
  }

  static Set<String> refused() {
    return KNOWN.keySet().stream()
        .filter(name -> !decision(name).endsWith(": taken"))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesAKeyWithTheReasonInEveryScope(String name) {
    for (String scope : scopesOf(name)) {
      RefusedKafkaKey refusal = RefusedKafkaKey.of(scope, name);
      if (refusal == null && !name.startsWith("internal.")) {
        continue;
      }
      String reason = refusal == null ? "internal to Kafka Streams" : refusal.reason();
      assertThatThrownBy(() -> KafkaKeys.check("kafka." + scope + name, "other", "here"))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("kafka." + scope + name + " (here) cannot be set: " + reason);
    }
  }

  @Test
  void everyRefusedKeyExistsInKafka() {
    assertThat(KNOWN)
        .containsKeys(
            RefusedKafkaKey.ALL.stream()
                .flatMap(key -> key.names().stream())
                .toArray(String[]::new));
  }

  @Test
  void acceptsTheAllowedValuesOfARefusedKey() {
    RefusedKafkaKey.ALL.forEach(
        refusal ->
            refusal
                .allowed()
                .forEach(
                    value ->
                        assertThatCode(
                                () ->
                                    KafkaKeys.check(
                                        "kafka." + refusal.names().get(0), value, "here"))
                            .doesNotThrowAnyException()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer.", "producer.", "admin.", "main.consumer."})
  void refusesAnotherClusterForOneKindOfClient(String scope) {
    assertThatThrownBy(() -> KafkaKeys.check("kafka." + scope + "bootstrap.servers", "h:1", "here"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("are in one cluster");
  }

  @Test
  void readsEveryKafkaSecretFromAFile() {
    List<String> secrets =
        KNOWN.values().stream()
            .filter(key -> key.type == ConfigDef.Type.PASSWORD)
            .map(key -> "kafka." + key.name)
            .toList();
    assertThat(secrets)
        .contains("kafka.sasl.jaas.config", "kafka.ssl.key.password")
        .allSatisfy(
            secret ->
                assertThat(refusal(secret + ".file", "no-such-file"))
                    .isEqualTo(secret + ".file = no-such-file (here): no such file"));
  }

  /** This key ends in .file like our own secret files, but Kafka reads the file. */
  @Test
  void passesAKafkaKeyThatEndsInFileToKafka() {
    String key = "kafka.sasl.oauthbearer.assertion.private.key.file";
    ServiceConfig config =
        ServiceConfig.of(List.of(new ConfigSource("here", Map.of(key, "no-such-file"))));
    assertThat(config.kafka().values()).containsExactly("no-such-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "hunter2 hunter2;",
        "a.Module required username=\"u\" password=\"hunter2\"",
        "a.Module required hunter2;",
      })
  void refusesAMalformedLoginWithoutShowingIt(String login) {
    assertThat(refusal("kafka.sasl.jaas.config", login))
        .startsWith("kafka.sasl.jaas.config (here): must be one login module with its options")
        .doesNotContain("hunter2");
  }

  private static String refusal(String key, String value) {
    ConfigSource source = new ConfigSource("here", Map.of(key, value));
    return catchThrowableOfType(UserException.class, () -> ServiceConfig.of(List.of(source)))
        .getMessage();
  }

  private static String decision(String name) {
    RefusedKafkaKey refusal = refusal(name);
    if (refusal != null && !refusal.scopes().isEmpty()) {
      return name
          + ": refused with "
          + refusal.scopes().stream().sorted().collect(Collectors.joining(", "));
    }
    if (refusal != null) {
      return name
          + (refusal.allowed().isEmpty()
              ? ": refused"
              : ": "
                  + refusal.allowed().stream().sorted().collect(Collectors.joining(", "))
                  + " only");
    }
    return name + (name.startsWith("internal.") ? ": refused" : ": taken");
  }

  private static RefusedKafkaKey refusal(String name) {
    return RefusedKafkaKey.ALL.stream()
        .filter(key -> key.names().contains(name))
        .findFirst()
        .orElse(null);
  }

  private static List<String> scopesOf(String name) {
    return Stream.of(
            Map.entry("", KNOWN.keySet()),
            Map.entry("consumer.", ConsumerConfig.configNames()),
            Map.entry("restore.consumer.", ConsumerConfig.configNames()),
            Map.entry("producer.", ProducerConfig.configNames()),
            Map.entry("admin.", AdminClientConfig.configNames()))
        .filter(scope -> scope.getValue().contains(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, ConfigDef.ConfigKey> known() {
    Map<String, ConfigDef.ConfigKey> known = new TreeMap<>();
    for (ConfigDef def :
        List.of(
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef())) {
      known.putAll(def.configKeys());
    }
    known.keySet().removeIf(name -> name.startsWith("__"));
    return known;
  }
}
