package io.cmaclip.schemas.client;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;

/** Kafka's own TLS keys with their defaults, which its engine factory expects to be filled in. */
final class SslDefinition {
  private SslDefinition() {}

  static Map<String, Object> parse(Map<String, Object> keys) {
    ConfigDef definition = new ConfigDef();
    SslConfigs.addClientSslSupport(definition);
    return definition.parse(keys);
  }
}
