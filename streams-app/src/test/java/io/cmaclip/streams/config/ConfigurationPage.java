package io.cmaclip.streams.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Generates the reference of all settings, docs/configuration.md. */
final class ConfigurationPage {
  private static final String OPENING =
      """
      # Configuration

      <!-- Generated from the table of keys in the service's code; a test compares the two. -->

      The service reads settings from a `.properties` file (`--config FILE`), from environment variables, from
      `--set KEY=VALUE` and from dedicated flags (`--bundle`, `--bootstrap`, `--registry`), in this order. Later
      sources override earlier ones. The environment variable of `batch.max-size` is `CMACLIP_BATCH_MAX_SIZE`: upper
      case, with underscores for dots and hyphens.

      Durations have a unit (`10 ms`, `1.5 s`, `2 min`, `PT1S`), and so have sizes (`256 MB`; 1 MB is 1,048,576 bytes).
      Where a number has another unit, the column "allowed values" names it.

      ## Secrets

      Keep secrets in files that only the service can read. Every key with a secret, including Kafka's, has a second
      form: `KEY.file = PATH` (in the environment `CMACLIP_..._FILE`) sets KEY to the content of the file. Examples:
      `basic.auth.user.info.file`, `kafka.sasl.jaas.config.file`, `kafka.ssl.keystore.password.file`. Leading and
      trailing white space is removed. If the file cannot be read, is empty, is larger than 1 MB or is not UTF-8, the
      start fails. The service reads the file once: restart it after a change. Messages and logs never show a secret.

      ## Error messages

      An unknown key or a value that is not allowed ends the start with a message of one line and exit status 2, even if
      a later source overrides the key. Examples of `./cmaclip serve`:

      | given | message |
      | --- | --- |
      """;
  private static final String KAFKA =
      """

      ## Kafka's own settings

      Any setting of Kafka Streams can be set with the prefix `kafka.`, and any setting of one kind of client with
      `kafka.consumer.`, `kafka.producer.` or `kafka.admin.` (also `kafka.main.consumer.`, `kafka.restore.consumer.`,
      `kafka.global.consumer.`). Example: `kafka.consumer.session.timeout.ms = 6000`, or
      `CMACLIP_KAFKA_CONSUMER_SESSION_TIMEOUT_MS=6000`. Names and values are validated against Kafka's definitions.

      Broker addresses and security belong here: `kafka.bootstrap.servers` (the same as `--bootstrap`), and for a
      cluster with TLS and passwords:

      ```properties
      kafka.security.protocol = SASL_SSL
      kafka.sasl.mechanism = SCRAM-SHA-512
      kafka.sasl.jaas.config.file = /etc/cmaclip/secrets/kafka/jaas
      kafka.ssl.truststore.type = PEM
      kafka.ssl.truststore.location = /etc/cmaclip/kafka-ca.pem
      ```

      The first of the two files contains
      `org.apache.kafka.common.security.scram.ScramLoginModule required username="..." password="...";`.

      All clients use these settings: stream threads, topic creation, crash tracking, `produce` and `redrive`. Without TLS
      settings the JDK's certificates are trusted.

      `kafka.auto.offset.reset` decides where a service without committed offsets begins: `earliest` (the default),
      `latest`, `by_duration:P7D` (the listings of the last 7 days), or `none`: the process then ends with the reason.
      Offsets are missing at the first start, and after the brokers have removed the offsets of a service that was
      stopped for longer than their `offsets.retention.minutes`. With `earliest` the service then processes every
      listing again, with `latest` it skips the listings of the meantime. Set `none` if an operator should decide.

      The service refuses these settings, from every source, because it depends on other values:

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
          page.append("| key | meaning | default | allowed values | when to change it |\n");
          page.append("| --- | --- | --- | --- | --- |\n");
          keys.forEach(key -> page.append(row(key)));
        });
    page.append(KAFKA);
    RefusedKafkaKey.ALL.forEach(refusal -> page.append(row(refusal)));
    page.append("| `bootstrap.servers` of one kind of client | " + KafkaKeys.ONE_CLUSTER + " |\n");
    page.append(
        "| every name that begins with `__` or `internal.` | internal to Kafka Streams |\n");
    page.append("| `group.protocol = streams` with `guarantee = at_least_once` | ")
        .append(ServiceConfig.STREAMS_WITH_AT_LEAST_ONCE + " |\n");
    page.append("| `group.protocol = streams` with `image.unavailable = wait` | ")
        .append(ServiceConfig.STREAMS_WITH_WAITING + " |\n");
    page.append(
        "| %s with `group.protocol = streams` | %s |\n"
            .formatted(
                ServiceConfig.BROKER_SIDE.stream()
                    .map(name -> "`" + name + "`")
                    .collect(Collectors.joining(", ")),
                ServiceConfig.STREAMS_WITH_BROKER_SIDE));
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
    String scopes =
        refusal.scopes().isEmpty()
            ? ""
            : " with "
                + new TreeSet<>(refusal.scopes())
                    .stream()
                        .map(scope -> "`kafka." + scope + "`")
                        .collect(Collectors.joining(", "));
    return "| " + names + scopes + allowed + " | " + refusal.reason() + " |\n";
  }
}
