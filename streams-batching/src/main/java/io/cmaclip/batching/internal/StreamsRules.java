package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Checks that a Kafka Streams configuration keeps the guarantees. */
public final class StreamsRules {
  private static final String NO_IDLING = "-1";
  private static final long TRANSACTION_TIMEOUT_OF_STREAMS = 10_000;
  private static final long MAX_POLL_INTERVAL_OF_KAFKA = 300_000;

  /** Does not log the configuration. */
  private static final class QuietConfig extends StreamsConfig {
    QuietConfig(Map<?, ?> config) {
      super(config, false);
    }
  }

  private StreamsRules() {}

  /**
   * Rejects a configuration that would commit offsets of records in flight.
   *
   * @throws IllegalArgumentException naming key and reason
   */
  public static void check(Map<?, ?> config) {
    if (usesStreamsProtocol(config)
        && text(config, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE)
            .equals(StreamsConfig.AT_LEAST_ONCE)) {
      // With this protocol, Kafka Streams creates its consumer itself, without the client supplier.
      throw new IllegalArgumentException(
          "group.protocol = streams: not with at_least_once, because offsets would be committed"
              + " ahead of the results; use exactly_once_v2 or group.protocol = classic");
    }
  }

  /**
   * Rejects a configuration with which one topic would wait for another: Kafka Streams does not
   * process a task while one of its topics has records that are not fetched, and a topic at its
   * limit is not fetched.
   *
   * @throws IllegalArgumentException naming key and reason
   */
  public static void checkSeveralTopics(Map<?, ?> config) {
    String key = StreamsConfig.MAX_TASK_IDLE_MS_CONFIG;
    if (!text(config, key, "0").equals(NO_IDLING)) {
      throw new IllegalArgumentException(
          key
              + " = "
              + text(config, key, "0")
              + ": must be "
              + NO_IDLING
              + " with several topics, because a topic that is held back would hold back the"
              + " others");
    }
  }

  /**
   * Maximum time that a stream thread may wait for room between two commits. Zero under the classic
   * protocol, where partitions are paused instead.
   */
  public static Duration roomWait(Map<?, ?> config) {
    if (!usesStreamsProtocol(config)) {
      return Duration.ZERO;
    }
    StreamsConfig streams = new QuietConfig(config);
    long transaction =
        millis(
            streams.getProducerConfigs("limits"),
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            TRANSACTION_TIMEOUT_OF_STREAMS);
    long poll =
        millis(
            streams.getMainConsumerConfigs("limits", "limits", 0),
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            MAX_POLL_INTERVAL_OF_KAFKA);
    return Duration.ofMillis(Math.min(transaction, poll) / 3);
  }

  private static boolean usesStreamsProtocol(Map<?, ?> config) {
    return text(config, StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic").equalsIgnoreCase("streams");
  }

  private static String text(Map<?, ?> config, String key, String otherwise) {
    Object value = config.get(key);
    return value == null ? otherwise : value.toString().strip();
  }

  private static long millis(Map<String, Object> config, String key, long otherwise) {
    Object value = config.get(key);
    return value == null ? otherwise : Long.parseLong(value.toString());
  }
}
