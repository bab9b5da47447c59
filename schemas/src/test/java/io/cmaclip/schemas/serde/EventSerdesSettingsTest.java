package io.cmaclip.schemas.serde;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSerdesSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "schema.registry.url=|must name at least one",
        "schema.registry.url=registry:8081|must be http://",
        "auto.register.schemas=yes|must be true or false",
        "value.subject.name.strategy=Mine|TopicNameStrategy, RecordNameStrategy",
        "specific.avro.reader=false|must be true",
        "basic.auth.credentials.source=USER_INFO|basic.auth.user.info: must be set",
        "basic.auth.credentials.source=FILE|must be URL, USER_INFO or SASL_INHERIT",
        "bearer.auth.credentials.source=OAUTHBEARER|must be STATIC_TOKEN",
        "http.read.timeout.ms=0|must be a whole number from 1 to 3600000",
        "max.retries=many|must be a whole number from 0 to 1000",
        "serde.class=java.util.ArrayList|must be io.cmaclip",
        "serde.class=io.confluent.kafka.streams.serdes.avro.SpecificAvroSerde|profile confluent",
        "serde.class=io.confluent.kafka.serializers.KafkaAvroSerializer|profile confluent"
      })
  void rejectsInvalidSettingsWithKeyAndAllowedValues(String settingAndMessage) {
    String[] parts = settingAndMessage.split("\\|");
    int equals = parts[0].indexOf('=');
    String key = parts[0].substring(0, equals);
    assertThatThrownBy(() -> create(Map.of(key, parts[0].substring(equals + 1))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://ann:secret@host",
        "http://ann:secret/secret@host",
        "http://ann:80/secret@host",
        "http://ann:secret@secret@host",
        "http://ann:secret,secret@host",
        "http://ann:secret secret@host",
        "ann:secret@host",
      })
  void hidesThePasswordOfTheAddressInErrorMessages(String address) {
    assertThatThrownBy(() -> create(Map.of("schema.registry.url", address)))
        .hasMessageStartingWith("schema.registry.url: ")
        .hasMessageNotContaining("secret");
  }

  private static void create(Map<String, ?> more) {
    Map<String, Object> config = new HashMap<>();
    config.put("schema.registry.url", "http://127.0.0.1:1");
    config.putAll(more);
    EventSerdes.create(config).close();
  }
}
