package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings from environment variables: {@code CMACLIP_BATCH_MAX_SIZE}, and for Kafka's keys
 * {@code CMACLIP_KAFKA_CONSUMER_SESSION_TIMEOUT_MS}, where each underscore is a dot.
 */
final class Environment {
  static final String PREFIX = "CMACLIP_";

  private static final String KAFKA = PREFIX + "KAFKA_";

  /** Variables of the launcher, not settings of the service. */
  static final Set<String> LAUNCHER =
      Set.of(
          "CMACLIP_HEAP",
          "CMACLIP_JAVA_OPTS",
          "CMACLIP_MAVEN_ARGS",
          "CMACLIP_BUILD",
          "CMACLIP_LOG",
          "CMACLIP_KAFKA_LOG",
          "CMACLIP_PYTHON");

  private Environment() {}

  static Map<String, String> settings(Map<String, String> variables) {
    Map<String, String> settings = new TreeMap<>();
    variables.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !LAUNCHER.contains(variable)) {
            settings.put(keyOf(variable), value);
          }
        });
    return settings;
  }

  private static String keyOf(String variable) {
    if (variable.startsWith(KAFKA)) {
      return "kafka."
          + variable.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }
    Map<String, String> names = names();
    String name = names.get(variable);
    if (name == null) {
      throw new UsageException(
          "%s: no setting has this environment variable; did you mean %s?"
              .formatted(variable, NearestName.of(variable, names.keySet())));
    }
    return name;
  }

  /** Key by variable. */
  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (ConfigKey<?> key : ServiceKeys.ALL) {
      if (!key.isFamily()) {
        names.put(key.environmentVariable(), key.name());
      }
      if (key.type().isSecret()) {
        names.put(key.environmentVariable() + "_FILE", key.name() + SecretFiles.SUFFIX);
      }
    }
    return names;
  }
}
