package io.cmaclip.schemas.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** TLS of a client by Kafka's own {@code ssl.} keys. */
public final class ClientTls {
  private ClientTls() {}

  /**
   * Reads the keys.
   *
   * @param prefix stands before {@code ssl.}
   * @return empty where there is no such key
   * @throws ConfigException when the keys do not fit each other, or a store cannot be read
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
    // Kafka's engine factory expects its defaults to be filled in.
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
