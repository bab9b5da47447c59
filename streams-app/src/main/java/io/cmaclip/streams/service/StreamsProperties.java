package io.cmaclip.streams.service;

import io.cmaclip.batching.StreamsBatching;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The Kafka settings the service runs with: our defaults, the user's, and what must not change. */
final class StreamsProperties {
  /** Room for the largest dead letter of a topic that takes listings of 8 MB. */
  private static final int MAX_REQUEST_BYTES = 9 << 20;

  private static final int MAX_REQUEST_BYTES_OF_KAFKA = 1 << 20;

  private StreamsProperties() {}

  /**
   * What Kafka Streams is opened with.
   *
   * @throws IllegalArgumentException when at-least-once is combined with {@code
   *     group.protocol=streams}
   */
  static Properties of(StreamsSettings settings) {
    Properties properties = new Properties();
    // A short poll is what forwards results soon after they are there.
    properties.put(StreamsConfig.POLL_MS_CONFIG, "10");
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, "256");
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "256");
    consumer(properties, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1048576");
    consumer(properties, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "8388608");
    // A fetch that waits for idle partitions holds up a busy one that was just let go again.
    consumer(properties, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "50");
    consumer(properties, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Exactly once, nobody sees outputs before the commit, which sends whatever lingers.
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

  /** Largest record the producer sends. */
  static int maxRequestBytes(Properties properties) {
    Object value =
        properties.getOrDefault(
            StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
            properties.getOrDefault(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES_OF_KAFKA));
    return Integer.parseInt(value.toString());
  }

  /** Settings of a plain client of the same cluster: what is not meant for one kind alone. */
  static Map<String, Object> adminProperties(Properties properties) {
    return new StreamsConfig(properties).getAdminConfigs("limits");
  }

  private static void consumer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.consumerPrefix(key), value);
  }

  private static void producer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.producerPrefix(key), value);
  }
}
