package io.cmaclip.streams.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes the reference of all settings, docs/configuration.md. */
final class ConfigurationPage {
  private static final String OPENING =
      """
      # Configuration

      <!-- Written from the table of keys in the service's code; a test holds the two together. -->

      Settings come from a `.properties` file (`--config FILE`), from environment variables and from
      `--set KEY=VALUE`; a later one of these goes before an earlier one, and flags of their own
      (`--bundle`, `--bootstrap`, `--registry`) before all. `batch.max-size` is
      `CMACLIP_BATCH_MAX_SIZE` in the environment: capitals, with underscores for dots and hyphens.

      Times have a unit (`10 ms`, `1.5 s`, `2 min`, `PT1S`), sizes too (`256 MB`; 1 MB is 1,048,576
      bytes).

      ## Secrets

      A secret is best kept in a file that only the service can read. Every key that holds one, here
      and among Kafka's own, has a second form: `KEY.file = PATH` (in the environment
      `CMACLIP_..._FILE`) sets KEY to what is in the file: `basic.auth.user.info.file`,
      `kafka.sasl.jaas.config.file`, `kafka.ssl.keystore.password.file`. Line breaks and blanks at both
      ends are cut off. A file that cannot be read, is empty, is larger than 1 MB or is not UTF-8 ends
      the start. It is read once: start again after a change. No message or log line shows a secret.

      ## What a mistake says

      An unknown key, or a value that is not legal, ends the start with one line and exit status 2,
      also where another place sets the key again. `./cmaclip serve` says:

      | given | message |
      | --- | --- |
      """;

  private static final String KAFKA =
      """

      ## Kafka's own settings

      `kafka.` before any setting of Kafka Streams, and `kafka.consumer.`, `kafka.producer.`,
      `kafka.admin.` (also `kafka.main.consumer.`, `kafka.restore.consumer.`,
      `kafka.global.consumer.`) before any setting of these clients, hands it on as it is:
      `kafka.consumer.session.timeout.ms = 6000`, or
      `CMACLIP_KAFKA_CONSUMER_SESSION_TIMEOUT_MS=6000`. Names and values are checked against Kafka's
      own definitions. Addresses and security belong here: `kafka.bootstrap.servers` (the same as
      `--bootstrap`), and for a cluster that asks for TLS and a password:

      ```properties
      kafka.security.protocol = SASL_SSL
      kafka.sasl.mechanism = SCRAM-SHA-512
      kafka.sasl.jaas.config.file = /etc/cmaclip/secrets/kafka/jaas
      kafka.ssl.truststore.type = PEM
      kafka.ssl.truststore.location = /etc/cmaclip/kafka-ca.pem
      ```

      where the first file holds
      `org.apache.kafka.common.security.scram.ScramLoginModule required username="..." password="...";`.
      All clients use them: stream threads, the setup of topics, the record of suspects, `produce` and
      `redrive`. Without TLS settings the JDK's certificates are trusted.

      These are refused, in every place, because the service depends on them:

      | setting | why |
      | --- | --- |
      """;

  private ConfigurationPage() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(OPENING);
    TypicalMistake.ALL.forEach(
        mistake -> page.append("| `%s` | `%s` |\n".formatted(mistake.given(), mistake.message())));
    Map<String, List<ConfigKey<?>>> sections =
        ServiceKeys.ALL.stream()
            .collect(
                Collectors.groupingBy(ConfigKey::section, LinkedHashMap::new, Collectors.toList()));
    sections.forEach(
        (section, keys) -> {
          page.append("\n## ").append(section).append("\n\n");
          page.append("| key | meaning | default | legal | when to turn it |\n");
          page.append("| --- | --- | --- | --- | --- |\n");
          keys.forEach(key -> page.append(row(key)));
        });
    page.append(KAFKA);
    RefusedKafkaKey.ALL.forEach(refusal -> page.append(row(refusal)));
    page.append("| `bootstrap.servers` of one kind of client | " + KafkaKeys.ONE_CLUSTER + " |\n");
    page.append(
        "| everything that begins with `__` or `internal.` | internal to Kafka Streams |\n");
    page.append(
        "| `group.protocol = streams` with `guarantee = at_least_once` | Kafka Streams then commits"
            + " by a consumer of its own, which would cover listings that are not answered yet |\n");
    page.append(
        "| `group.protocol = streams` with `image.unavailable = wait` | a partition whose listings"
            + " wait could not be held back from the poll, and would fill the memory |\n");
    return page.toString();
  }

  private static String row(ConfigKey<?> key) {
    return "| `"
        + key.name()
        + "`"
        + (key.type().isSecret() ? ", `" + key.name() + SecretFiles.SUFFIX + "`" : "")
        + " | "
        + key.meaning()
        + " | "
        + (key.defaultValue() == null ? key.defaultText() : "`" + key.defaultText() + "`")
        + " | "
        + key.rangeText()
        + " | "
        + key.whenToChange()
        + " |\n";
  }

  private static String row(RefusedKafkaKey refusal) {
    String names =
        refusal.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    String allowed =
        refusal.allowed().isEmpty()
            ? ""
            : " other than " + String.join(", ", new TreeSet<>(refusal.allowed()));
    return "| " + names + allowed + " | " + refusal.reason() + " |\n";
  }
}
