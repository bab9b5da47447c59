package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
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
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.streams.StreamsConfig;

/** Checks {@code kafka.<any Kafka key>} against Kafka's definitions. */
final class KafkaKeys {
  static final String PREFIX = "kafka.";
  static final String ONE_CLUSTER =
      "listings, outputs and offsets are in one cluster; use kafka.bootstrap.servers";

  private static final Set<String> STORES =
      Set.of(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);

  private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
  private static final ConfigDef PRODUCER = ProducerConfig.configDef();
  private static final ConfigDef ADMIN = AdminClientConfig.configDef();

  /** Kafka Streams' prefixes for one kind of client. */
  static final Map<String, List<ConfigDef>> SCOPES =
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
   * @throws UserException if Kafka has no such key, the value is not allowed, or the service
   *     depends on another value
   */
  static void check(String key, String value, String origin) {
    String scope = scope(key);
    String base = key.substring(PREFIX.length() + scope.length());
    if (base.startsWith("__") || base.startsWith("internal.")) {
      throw refused(key, origin, "internal to Kafka Streams");
    }
    if (!scope.isEmpty() && base.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
      throw refused(key, origin, ONE_CLUSTER);
    }
    ConfigDef.ConfigKey definition = definition(scope, base);
    if (definition == null) {
      throw new UsageException(
          "unknown key %s (%s): Kafka has no such setting; did you mean %s?"
              .formatted(key, origin, NearestName.of(key, names(scope))));
    }
    RefusedKafkaKey refusal = RefusedKafkaKey.of(scope, base);
    if (refusal != null && !refusal.allowed().contains(value.strip().toLowerCase(Locale.ROOT))) {
      String allowed =
          refusal.allowed().isEmpty()
              ? ""
              : " (allowed: " + String.join(", ", new TreeSet<>(refusal.allowed())) + ")";
      throw refused(key, origin, refusal.reason() + allowed);
    }
    checkValue(key, value, origin, definition);
  }

  /** The name without any prefix. */
  static String baseName(String key) {
    return key.substring(PREFIX.length() + scope(key).length());
  }

  /** Whether Kafka has this setting; {@code key} includes the prefix. */
  static boolean isKnown(String key) {
    return definition(key) != null;
  }

  /** Whether the value must not appear in messages; {@code key} includes the prefix. */
  static boolean isSecret(String key) {
    ConfigDef.ConfigKey definition = definition(key);
    return definition != null && definition.type == ConfigDef.Type.PASSWORD;
  }

  private static String scope(String key) {
    return SCOPES.keySet().stream()
        .filter(scope -> key.startsWith(scope, PREFIX.length()))
        .findFirst()
        .orElse("");
  }

  private static ConfigDef.ConfigKey definition(String key) {
    String scope = scope(key);
    return definition(scope, key.substring(PREFIX.length() + scope.length()));
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
      throw new UsageException(key + shown + " (" + origin + "): " + e.getMessage());
    }
    // Kafka would log a stack trace.
    if (STORES.contains(definition.name) && !ValueTypes.isReadableFile(value.strip())) {
      throw new UsageException(key + " = " + value + " (" + origin + "): no such readable file");
    }
    if (definition.name.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
      checkLogin(key, value, origin);
    }
    // Messages about the brokers show this value.
    if (definition.name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
        && value.contains("@")) {
      throw new UsageException(
          key + " (" + origin + "): must be HOST:PORT without user and password");
    }
  }

  /** Checked here because Kafka's own error messages quote the value. */
  private static void checkLogin(String key, String value, String origin) {
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(value)));
    } catch (RuntimeException e) {
      throw new UsageException(
          """
          %s (%s): must be one login module with its options, such as \
          org.apache.kafka.common.security.scram.ScramLoginModule required \
          username="..." password="...";\
          """
              .formatted(key, origin));
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
          .forEach(
              name -> {
                names.add(PREFIX + scope + name);
                if (isSecret(PREFIX + scope + name)) {
                  names.add(PREFIX + scope + name + SecretFiles.SUFFIX);
                }
              });
    }
    return names;
  }

  private static UserException refused(String key, String origin, String reason) {
    return new UsageException(key + " (" + origin + ") cannot be set: " + reason);
  }
}
