package io.cmaclip.streams.cli;

import ch.qos.logback.classic.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much Kafka's own code says. The environment variable CMACLIP_KAFKA_LOG goes before what is
 * said here.
 */
public final class KafkaLogs {
  private static final String VARIABLE = "CMACLIP_KAFKA_LOG";

  private KafkaLogs() {}

  /**
   * Only errors, for commands that bring their own broker: a start on one node warns of much that
   * is meant so.
   */
  public static void onlyErrors() {
    set(Map.of("kafka", Level.ERROR, "org.apache.kafka", Level.ERROR));
    // A transaction's first records may overtake its registration; the producer sends them again.
    set(Map.of("kafka.server.ReplicaManager", Level.OFF));
  }

  /** Runs something whose failure to connect is told in one line, not in Kafka's dozens. */
  public static <T> T withoutConnectionWarnings(Supplier<T> work) {
    Map<String, Level> before = set(Map.of("org.apache.kafka.clients", Level.OFF));
    try {
      return work.get();
    } finally {
      set(before);
    }
  }

  /** Sets levels; returns those that were set before, null for none. */
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
