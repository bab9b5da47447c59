package io.cmaclip.streams.config;

import io.cmaclip.cli.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.streams.StreamsConfig;

/** Checks {@code kafka.<any Kafka key>} against Kafka's own definitions. */
final class KafkaKeys {
  static final String PREFIX = "kafka.";

  private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
  private static final ConfigDef PRODUCER = ProducerConfig.configDef();
  private static final ConfigDef ADMIN = AdminClientConfig.configDef();

  /** Kafka Streams' prefixes for one kind of client; those that others begin with come last. */
  private static final Map<String, List<ConfigDef>> SCOPES =
      Map.of(
          "main.consumer.", List.of(CONSUMER),
          "restore.consumer.", List.of(CONSUMER),
          "global.consumer.", List.of(CONSUMER),
          "consumer.", List.of(CONSUMER),
          "producer.", List.of(PRODUCER),
          "admin.", List.of(ADMIN));

  private static final List<ConfigDef> ALL =
      List.of(StreamsConfig.configDef(), CONSUMER, PRODUCER, ADMIN);

  private KafkaKeys() {}

  /**
   * Checks one setting.
   *
   * @param key with the prefix {@code kafka.}
   * @throws UserError when Kafka has no such key, its value is not legal, or it would break the
   *     guarantee
   */
  static void check(String key, String value, String origin) {
    String name = key.substring(PREFIX.length());
    String scope = SCOPES.keySet().stream().filter(name::startsWith).findFirst().orElse("");
    String base = name.substring(scope.length());
    if (base.startsWith("__")) {
      throw refused(key, origin, "internal to Kafka Streams");
    }
    ConfigDef.ConfigKey definition = definition(scope, base);
    if (definition == null) {
      throw UserError.usage(
          "unknown key "
              + key
              + " ("
              + origin
              + "): Kafka has no such setting; did you mean "
              + NearestName.of(key, names(scope))
              + "?");
    }
    RefusedKafkaKey refusal = RefusedKafkaKey.of(base);
    if (refusal != null && !refusal.allowed().contains(value.strip().toLowerCase(Locale.ROOT))) {
      String allowed =
          refusal.allowed().isEmpty()
              ? ""
              : " (allowed: " + String.join(", ", new TreeSet<>(refusal.allowed())) + ")";
      throw refused(key, origin, refusal.reason() + allowed);
    }
    checkSecret(key, value, origin, base);
    checkValue(key, value, origin, definition);
  }

  /** Kafka's own messages about these would quote parts of them. */
  private static void checkSecret(String key, String value, String origin, String base) {
    if (base.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
      try {
        JaasContext.loadClientContext(Map.of(base, new Password(value)));
      } catch (RuntimeException e) {
        throw UserError.usage(
            key + " (" + origin + "): must be LOGIN_MODULE required OPTION=\"VALUE\" ... ;");
      }
    }
    if (base.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) && value.contains("@")) {
      throw UserError.usage(
          key + " (" + origin + "): must be HOST:PORT, without user and password");
    }
  }

  private static void checkValue(
      String key, String value, String origin, ConfigDef.ConfigKey definition) {
    try {
      Object parsed = ConfigDef.parseType(definition.name, value, definition.type);
      if (definition.validator != null) {
        definition.validator.ensureValid(definition.name, parsed);
      }
    } catch (ConfigException e) {
      String shown = definition.type == ConfigDef.Type.PASSWORD ? "" : " = " + value;
      throw UserError.usage(key + shown + " (" + origin + "): " + e.getMessage());
    }
  }

  private static ConfigDef.ConfigKey definition(String scope, String base) {
    for (ConfigDef def : SCOPES.getOrDefault(scope, ALL)) {
      ConfigDef.ConfigKey definition = def.configKeys().get(base);
      if (definition != null) {
        return definition;
      }
    }
    return null;
  }

  private static Set<String> names(String scope) {
    Set<String> names = new TreeSet<>();
    for (ConfigDef def : SCOPES.getOrDefault(scope, ALL)) {
      def.names().stream()
          .filter(name -> !name.startsWith("__"))
          .forEach(name -> names.add(PREFIX + scope + name));
    }
    return names;
  }

  private static UserError refused(String key, String origin, String reason) {
    return UserError.usage(key + " (" + origin + ") cannot be set: " + reason);
  }
}
