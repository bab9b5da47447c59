package io.cmaclip.schemas.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Client TLS, configured by Kafka's {@code ssl.} keys. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Creates the TLS context of the keys that start with {@code prefix + "ssl."}.
   *
   * @return empty if no such key is set
   * @throws ConfigException if the keys contradict each other or a store cannot be read
   */
  public static Optional<SSLContext> from(Map<String, ?> config, String prefix) {
    Map<String, Object> keys = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix + "ssl.")) {
            keys.put(key.substring(prefix.length()), value);
          }
        });
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    // Kafka's engine factory requires the default values.
    ConfigDef definition = new ConfigDef();
    SslConfigs.addClientSslSupport(definition);
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(definition.parse(keys));
      return Optional.of(factory.sslContext());
    } catch (RuntimeException wrong) {
      throw new ConfigException(
          prefix
              + SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG
              + " and the like: "
              + wrong.getMessage());
    }
  }
}
