package io.cmaclip.streams.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceSettingsReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Kafka setting that the service accepts reaches the client that it is meant for: neither the
 * service's defaults nor Kafka Streams override it. The settings come from Kafka's definitions, so
 * that those of a new version are covered.
 */
class KafkaSettingsTest {
  private static final Map<String, ConfigDef> SCOPES =
      Map.of(
          "consumer.", ConsumerConfig.configDef(),
          "main.consumer.", ConsumerConfig.configDef(),
          "restore.consumer.", ConsumerConfig.configDef(),
          "global.consumer.", ConsumerConfig.configDef(),
          "producer.", ProducerConfig.configDef(),
          "admin.", AdminClientConfig.configDef());

  /** Values for settings whose definition does not tell an allowed one. */
  private static final Map<String, String> VALUES =
      Map.of(
          "sasl.jaas.config", "a.Module required username=\"u\" password=\"p\";",
          "ssl.keystore.location", "pom.xml",
          "ssl.truststore.location", "pom.xml",
          "application.server", "host:1",
          "bootstrap.servers", "other:9092",
          "auto.offset.reset", "by_duration:PT1H");

  /** A key, and whether Kafka has it for plain clients of one kind. */
  record Setting(String scope, ConfigDef.ConfigKey definition) {
    String key() {
      return scope + definition.name;
    }

    @Override
    public String toString() {
      return key();
    }
  }

  static Stream<Setting> settings() {
    Map<String, Setting> settings = new TreeMap<>();
    SCOPES.forEach(
        (scope, def) ->
            def.configKeys()
                .values()
                .forEach(
                    key -> {
                      settings.put(scope + key.name, new Setting(scope, key));
                      settings.put(key.name, new Setting("", key));
                    }));
    StreamsConfig.configDef()
        .configKeys()
        .values()
        .forEach(key -> settings.put(key.name, new Setting("", key)));
    return settings.values().stream().filter(setting -> !setting.key().contains("__"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void reachesItsClientsOrIsRefused(Setting setting) {
    String value = value(setting.definition());
    Map<String, String> all = new HashMap<>(Map.of("kafka.bootstrap.servers", "host:9092"));
    all.put("kafka." + setting.key(), value);
    ServiceConfig config;
    try {
      config = ServiceConfig.of(List.of(ConfigSource.flags(all)));
    } catch (UserException e) {
      assertThat(e).hasMessageContaining("cannot be");
      return;
    }
    StreamsConfig streams;
    try {
      streams =
          new StreamsConfig(
              StreamsProperties.of(new ServiceSettingsReader(config).service().streams()));
    } catch (ConfigException | IllegalArgumentException e) {
      // Kafka Streams refuses some combinations itself: metrics push of one client alone, a commit
      // interval above the transaction timeout.
      assertThat(e.getMessage()).isNotBlank();
      return;
    }

    String name = setting.definition().name;
    clients(setting, streams, config)
        .forEach(
            (client, settings) ->
                assertThat(String.valueOf(settings.get(name)))
                    .as("%s of %s", name, client)
                    .isIn(value, value + "-0"));
  }

  /** Settings of every client that the key is meant for, by the name of the client. */
  private static Map<String, Map<String, Object>> clients(
      Setting setting, StreamsConfig streams, ServiceConfig config) {
    Map<String, Map<String, Object>> clients = new TreeMap<>();
    String name = setting.definition().name;
    String scope = setting.scope();
    if (scope.isEmpty()) {
      clients.put("streams", streams.originals());
      if (Set.of("client.id", "group.protocol").contains(name)) {
        // Kafka Streams derives the settings of its clients from it.
        return clients;
      }
    }
    boolean anyConsumer = scope.isEmpty() || scope.equals("consumer.");
    if (ConsumerConfig.configNames().contains(name)) {
      if (anyConsumer || scope.equals("main.consumer.")) {
        clients.put("main consumer", streams.getMainConsumerConfigs("group", "client", 0));
      }
      if (anyConsumer) {
        clients.put("plain consumer", config.consumerProperties());
      }
      if (scope.equals("restore.consumer.")) {
        clients.put("restore consumer", streams.getRestoreConsumerConfigs("client"));
      }
      if (scope.equals("global.consumer.")) {
        clients.put("global consumer", streams.getGlobalConsumerConfigs("client"));
      }
    }
    if (ProducerConfig.configNames().contains(name) && Set.of("", "producer.").contains(scope)) {
      clients.put("producer", streams.getProducerConfigs("client"));
      clients.put("plain producer", config.producerProperties());
    }
    if (AdminClientConfig.configNames().contains(name) && Set.of("", "admin.").contains(scope)) {
      clients.put("admin", streams.getAdminConfigs("client"));
      clients.put("plain admin", config.clientProperties());
    }
    return clients;
  }

  /** An allowed value other than the default. */
  private static String value(ConfigDef.ConfigKey key) {
    if (VALUES.containsKey(key.name)) {
      return VALUES.get(key.name);
    }
    Object usual = key.hasDefault() ? key.defaultValue : null;
    Stream<String> candidates =
        switch (key.type) {
          case BOOLEAN -> Stream.of("true", "false");
          case INT, SHORT, LONG -> {
            long number = usual == null ? 10 : ((Number) usual).longValue();
            yield Stream.of(number + 1, number - 1, 1L, 7L, 1000L).map(String::valueOf);
          }
          case DOUBLE -> Stream.of("0.123", "7.5");
          case CLASS -> Stream.of("java.lang.Object");
          default ->
              Stream.concat(
                  Pattern.compile("[^A-Za-z0-9_.]+").splitAsStream(String.valueOf(key.validator)),
                  Stream.of("probe", "all", "h:1"));
        };
    return candidates
        .filter(text -> !text.isEmpty() && !text.equals(String.valueOf(usual)))
        .filter(text -> isAllowed(key, text))
        .findFirst()
        .orElse(String.valueOf(usual));
  }

  private static boolean isAllowed(ConfigDef.ConfigKey key, String text) {
    try {
      Object parsed = ConfigDef.parseType(key.name, text, key.type);
      if (key.validator != null) {
        key.validator.ensureValid(key.name, parsed);
      }
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }
}
