package io.cmaclip.streams.cli;

import ch.qos.logback.classic.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log levels of Kafka's code. The environment variable CMACLIP_KAFKA_LOG overrides them. */
public final class KafkaLogs {
  private static final String VARIABLE = "CMACLIP_KAFKA_LOG";

  private KafkaLogs() {}

  /**
   * Logs only errors, for commands with an embedded broker: a single node warns of settings that
   * are intended.
   */
  public static void onlyErrors() {
    set(Map.of("kafka", Level.ERROR, "org.apache.kafka", Level.ERROR));
    // The first records of a transaction may arrive before its registration; the producer retries.
    set(Map.of("kafka.server.ReplicaManager", Level.OFF));
  }

  /** Runs {@code work} without Kafka's warnings; the caller reports a failed connection. */
  public static <T> T withoutConnectionWarnings(Supplier<T> work) {
    Map<String, Level> before = set(Map.of("org.apache.kafka.clients", Level.OFF));
    try {
      return work.get();
    } finally {
      set(before);
    }
  }

  /** Sets levels; returns the former ones, null for inherited levels. */
  private static Map<String, Level> set(Map<String, Level> levels) {
    Map<String, Level> before = new LinkedHashMap<>();
    if (System.getenv(VARIABLE) != null) {
      return before;
    }
    levels.forEach(
        (name, level) -> {
          Logger logger = LoggerFactory.getLogger(name);
          if (logger instanceof ch.qos.logback.classic.Logger logback) {
            before.put(name, logback.getLevel());
            logback.setLevel(level);
          }
        });
    return before;
  }
}
