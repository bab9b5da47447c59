package io.cmaclip.schemas.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * The Authorization header, selected by Confluent's configuration keys. {@link #toString} hides it.
 *
 * @param header header value; empty sends no header
 */
public record Credentials(Optional<String> header) {
  private static final String BASIC_SOURCE = "basic.auth.credentials.source";
  private static final String BASIC_USER = "basic.auth.user.info";
  private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
  private static final String SASL_JAAS_CONFIG = "sasl.jaas.config";
  private static final String BEARER_TOKEN = "bearer.auth.token";

  /**
   * Selects the credentials as Confluent's client does: the bearer source if set, otherwise the
   * basic source. The default basic source is URL: {@code user:password@host} in the first address
   * that contains it.
   *
   * @param settings returns the value of a key, null if not set
   * @throws ConfigException if a source is unknown or incomplete, or both sources are set
   */
  public static Credentials from(UnaryOperator<String> settings, List<URI> addresses) {
    String basic = settings.apply(BASIC_SOURCE);
    String bearer = settings.apply(BEARER_SOURCE);
    if (bearer != null) {
      if (basic != null) {
        throw new ConfigException(BASIC_SOURCE + " and " + BEARER_SOURCE + ": only one may be set");
      }
      return bearer(settings, bearer);
    }
    return switch (basic == null ? "URL" : basic.toUpperCase(Locale.ROOT)) {
      case "URL" -> inAddress(addresses);
      case "USER_INFO" -> basic(required(settings, BASIC_USER, BASIC_SOURCE + " = USER_INFO"));
      case "SASL_INHERIT" -> basic(fromJaas(settings));
      default ->
          throw new ConfigException(
              BASIC_SOURCE + " = " + basic + ": must be URL, USER_INFO or SASL_INHERIT");
    };
  }

  private static Credentials bearer(UnaryOperator<String> settings, String source) {
    if (!source.equalsIgnoreCase("STATIC_TOKEN")) {
      throw new ConfigException(
          BEARER_SOURCE
              + " = "
              + source
              + ": must be STATIC_TOKEN (other sources need Confluent's classes, see serde.class)");
    }
    return new Credentials(
        Optional.of(
            "Bearer " + required(settings, BEARER_TOKEN, BEARER_SOURCE + " = STATIC_TOKEN")));
  }

  private static Credentials inAddress(List<URI> addresses) {
    return addresses.stream()
        .map(URI::getRawUserInfo)
        .filter(info -> info != null && !info.isEmpty())
        .findFirst()
        .map(info -> basic(URLDecoder.decode(info.replace("+", "%2B"), StandardCharsets.UTF_8)))
        .orElse(new Credentials(Optional.empty()));
  }

  private static Credentials basic(String userAndPassword) {
    String encoded =
        Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    return new Credentials(Optional.of("Basic " + encoded));
  }

  private static String fromJaas(UnaryOperator<String> settings) {
    Password jaas =
        new Password(required(settings, SASL_JAAS_CONFIG, BASIC_SOURCE + " = SASL_INHERIT"));
    try {
      for (AppConfigurationEntry entry :
          JaasContext.loadClientContext(Map.of(SASL_JAAS_CONFIG, jaas)).configurationEntries()) {
        Object user = entry.getOptions().get("username");
        Object password = entry.getOptions().get("password");
        if (user != null && password != null) {
          return user + ":" + password;
        }
      }
    } catch (RuntimeException unreadable) {
      throw new ConfigException(BASIC_SOURCE + " = SASL_INHERIT: sasl.jaas.config is not readable");
    }
    throw new ConfigException(
        BASIC_SOURCE + " = SASL_INHERIT: sasl.jaas.config holds no username and password");
  }

  private static String required(UnaryOperator<String> settings, String key, String condition) {
    String value = settings.apply(key);
    if (value == null) {
      throw new ConfigException(key + ": must be set when " + condition);
    }
    return value;
  }

  @Override
  public String toString() {
    return header.isPresent() ? "Credentials[hidden]" : "Credentials[none]";
  }
}
