package io.cmaclip.streams.service;

import io.cmaclip.batching.StreamsBatching;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka settings of the service: its defaults, the user's settings, and fixed settings. */
final class StreamsProperties {
  /** Fits the largest dead letter of a topic with listings of 8 MB. */
  private static final int MAX_REQUEST_BYTES = 9 << 20;

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
    // Has no effect without global state stores, but false logs a warning.
    properties.put(GLOBAL_HANDLER, "true");
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "256");
    consumer(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1048576");
    consumer(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "8388608");
    // A fetch that waits for idle partitions delays a busy partition that was just resumed.
    consumer(properties, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
    consumer(properties, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // With exactly once, outputs become visible at the commit, which flushes lingering records.
    producer(properties, ProducerConfig.LINGER_MS_CONFIG, "50");
    producer(properties, ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    producer(
        properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_REQUEST_BYTES));
    properties.putAll(settings.kafka());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().kafkaName());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(settings.threads()));
    StreamsBatching.check(properties);
    return properties;
  }

  private static void consumer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.consumerPrefix(key), value);
  }

  private static void producer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.producerPrefix(key), value);
  }
}
