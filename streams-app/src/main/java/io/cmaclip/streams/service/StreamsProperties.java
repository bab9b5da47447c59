package io.cmaclip.streams.service;

import io.cmaclip.batching.StreamsBatching;
import io.cmaclip.streams.unchanged.StoreMemory;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;

/** The Kafka settings of the service: its defaults, the user's settings, and fixed settings. */
final class StreamsProperties {
  private static final Map<String, String> CONSUMER_DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          "256",
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          "1048576",
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          "8388608",
          // A fetch that waits for idle partitions delays a busy partition that was just resumed.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          "50",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed");

  private static final Map<String, String> PRODUCER_DEFAULTS =
      Map.of(
          // With exactly once, outputs become visible at the commit, which flushes lingering
          // records.
          ProducerConfig.LINGER_MS_CONFIG,
          "50",
          ProducerConfig.BATCH_SIZE_CONFIG,
          "65536",
          // Fits the largest dead letter of a topic with listings of 8 MB.
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          Integer.toString(9 << 20));

  /** Kafka's constant is deprecated from the start. */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private StreamsProperties() {}

  /**
   * Settings of Kafka Streams.
   *
   * @throws IllegalArgumentException if at-least-once is combined with {@code
   *     group.protocol=streams}
   */
  static Properties of(StreamsSettings settings) {
    Properties properties = new Properties();
    // Results are forwarded after each poll, so a short poll keeps their latency low.
    properties.put(StreamsConfig.POLL_MS_CONFIG, "10");
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, "256");
    // Records of one key are in one topic, so a task need not wait to merge topics by time. The
    // check of every record for that costs 7% of a stream thread.
    properties.put(
        StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
        Long.toString(StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
    // Has no effect without global state stores, but false logs a warning.
    properties.put(GLOBAL_HANDLER, "true");
    defaults(properties, StreamsConfig.CONSUMER_PREFIX, CONSUMER_DEFAULTS, settings.kafka());
    defaults(properties, StreamsConfig.PRODUCER_PREFIX, PRODUCER_DEFAULTS, settings.kafka());
    settings.kafka().forEach((key, value) -> properties.put(key, typed(key, value)));
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().kafkaName());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(settings.threads()));
    StreamsBatching.check(properties);
    return properties;
  }

  /**
   * Keeps partitions at their process in a rebalance: the default assignor moves tasks without
   * state stores at will, and a moved partition waits until its new owner has started over. The
   * streams protocol has no assignor of the client.
   */
  static void putStickyTasks(Properties properties) {
    if (!"streams".equalsIgnoreCase(properties.getProperty(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      properties.putIfAbsent(
          StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, StickyTaskAssignor.class.getName());
    }
  }

  /**
   * Makes polls small: the stream thread processes all records of a poll before the next one, so
   * 256 records of low priority would delay others by a quarter of a second on a busy machine.
   */
  static void putSmallPolls(Properties properties, StreamsSettings settings) {
    defaults(
        properties,
        StreamsConfig.CONSUMER_PREFIX,
        Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "32"),
        settings.kafka());
  }

  /** Limits the memory of state stores, unless the user configures RocksDB. */
  static void putStoreMemory(Properties properties, StoreMemory memory) {
    properties.put(StoreMemory.KEY, memory);
    properties.putIfAbsent(
        StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.Setter.class.getName());
  }

  /** Client id of a client beside those of Kafka Streams. */
  static String clientId(StreamsConfig config, String purpose) {
    String id = config.getString(StreamsConfig.CLIENT_ID_CONFIG);
    return (id.isEmpty() ? config.getString(StreamsConfig.APPLICATION_ID_CONFIG) : id)
        + "-"
        + purpose;
  }

  /** Kafka Streams casts this setting of its clients without parsing it. */
  private static Object typed(String key, String value) {
    return key.endsWith(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG) ? Boolean.valueOf(value) : value;
  }

  /** Puts defaults with the prefix, which would override the user's keys without a prefix. */
  private static void defaults(
      Properties properties,
      String prefix,
      Map<String, String> defaults,
      Map<String, String> user) {
    defaults.forEach(
        (key, value) -> {
          if (!user.containsKey(key) && !user.containsKey(prefix + key)) {
            properties.put(prefix + key, value);
          }
        });
  }
}
