package io.cmaclip.schemas.client;

import io.cmaclip.schemas.http.ClientTls;
import io.cmaclip.schemas.http.Credentials;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of the registry client, read from Confluent's configuration keys.
 *
 * @param urls addresses in order of preference, without trailing slash and without credentials
 * @param attempts attempts per request; each tries every address
 * @param firstWait wait before the second attempt; doubles per attempt up to {@code longestWait}
 * @param unknownIdLifetime time to live of an unknown schema id
 * @param latestLifetime time to live of a subject's latest version; empty: unlimited
 */
public record RegistrySettings(
    List<URI> urls,
    Credentials credentials,
    Duration connectTimeout,
    Duration readTimeout,
    int attempts,
    Duration firstWait,
    Duration longestWait,
    Duration unknownIdLifetime,
    Optional<Duration> latestLifetime,
    Optional<SSLContext> tls,
    Optional<ProxySelector> proxy) {
  /** Key of the comma-separated list of addresses. */
  public static final String URL = "schema.registry.url";

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * Reads Confluent's keys.
   *
   * @throws ConfigException if a value is missing or not allowed
   */
  public static RegistrySettings from(Map<String, ?> config) {
    SettingReader reader = new SettingReader(config);
    List<URI> given = addresses(reader.list(URL));
    long latest = reader.number("latest.cache.ttl.sec", -1, -1, Integer.MAX_VALUE);
    return new RegistrySettings(
        given.stream().map(RegistrySettings::withoutCredentials).toList(),
        Credentials.from(reader::text, given),
        reader.millis("http.connect.timeout.ms", Duration.ofSeconds(5), Duration.ofMillis(1), HOUR),
        reader.millis("http.read.timeout.ms", Duration.ofSeconds(10), Duration.ofMillis(1), HOUR),
        1 + (int) reader.number("max.retries", 3, 0, 1000),
        reader.millis("retries.wait.ms", Duration.ofMillis(200), Duration.ofMillis(1), HOUR),
        reader.millis("retries.max.wait.ms", Duration.ofSeconds(2), Duration.ofMillis(1), HOUR),
        Duration.ofSeconds(reader.number("missing.id.cache.ttl.sec", 5, 0, 86_400)),
        latest < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(latest)),
        ClientTls.from(config, "schema.registry."),
        proxy(reader));
  }

  private static List<URI> addresses(List<String> given) {
    if (given.isEmpty()) {
      throw new ConfigException(
          URL + ": must name at least one registry address, such as http://localhost:8081");
    }
    List<URI> addresses = new ArrayList<>();
    // A malformed address may contain a password with commas, slashes or @, so it is not printed.
    boolean credentials = given.stream().anyMatch(text -> text.contains("@"));
    for (String text : given) {
      String shown = URL + (credentials ? "" : " = " + text);
      URI address;
      try {
        address = URI.create(text.replaceAll("/+$", ""));
      } catch (IllegalArgumentException notAnAddress) {
        throw new ConfigException(shown + ": not an address");
      }
      String scheme =
          address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
      if (!(scheme.equals("http") || scheme.equals("https"))
          || address.getHost() == null
          || address.getRawPath().contains("@")) {
        throw new ConfigException(
            shown
                + ": must be http://HOST[:PORT] or https://HOST[:PORT]"
                + (credentials ? "; percent-encode the user and password" : ""));
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static URI withoutCredentials(URI address) {
    return URI.create(
        address.getScheme()
            + "://"
            + address.getRawAuthority().replaceAll("^[^@]*@", "")
            + (address.getRawPath() == null ? "" : address.getRawPath()));
  }

  private static Optional<ProxySelector> proxy(SettingReader reader) {
    String host = reader.text("proxy.host");
    if (host == null) {
      return Optional.empty();
    }
    int port = (int) reader.number("proxy.port", -1, 1, 65_535);
    if (port < 0) {
      throw new ConfigException("proxy.port: must be set when proxy.host is (1 to 65535)");
    }
    return Optional.of(ProxySelector.of(new InetSocketAddress(host, port)));
  }
}
