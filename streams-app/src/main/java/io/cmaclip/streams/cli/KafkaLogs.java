package io.cmaclip.streams.cli;

import ch.qos.logback.classic.Level;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much Kafka's own code says. */
final class KafkaLogs {
  private static final String VARIABLE = "CMACLIP_KAFKA_LOG";

  private KafkaLogs() {}

  /**
   * Only errors, for commands that bring their own broker: a start on one node warns of much that
   * is meant so. The environment variable CMACLIP_KAFKA_LOG goes before this.
   */
  static void onlyErrors() {
    if (System.getenv(VARIABLE) != null) {
      return;
    }
    List.of("kafka", "org.apache.kafka").forEach(name -> set(name, Level.ERROR));
    // A partition that meets a transaction for the first time asks for its batches again, and says
    // so as an error.
    set("kafka.server.ReplicaManager", Level.OFF);
  }

  private static void set(String name, Level level) {
    Logger logger = LoggerFactory.getLogger(name);
    if (logger instanceof ch.qos.logback.classic.Logger logback) {
      logback.setLevel(level);
    }
  }
}
