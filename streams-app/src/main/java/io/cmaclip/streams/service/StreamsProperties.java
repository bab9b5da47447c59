package io.cmaclip.streams.service;

import java.time.Duration;
import java.util.Locale;
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
  private static final long TRANSACTION_TIMEOUT_OF_STREAMS = 10_000;
  private static final long MAX_POLL_INTERVAL_OF_KAFKA = 300_000;

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
    refuseUnheldOffsets(settings, properties);
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

  static boolean usesStreamsProtocol(Properties properties) {
    return properties
        .getProperty(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic")
        .toLowerCase(Locale.ROOT)
        .equals("streams");
  }

  /**
   * How long stream threads may wait for room between two commits. Zero under the classic protocol,
   * where partitions are held back from the poll instead.
   */
  static Duration intakeWait(Properties properties) {
    if (!usesStreamsProtocol(properties)) {
      return Duration.ZERO;
    }
    StreamsConfig config = new StreamsConfig(properties);
    long transaction =
        millis(
            config.getProducerConfigs("limits"),
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            TRANSACTION_TIMEOUT_OF_STREAMS);
    long poll =
        millis(
            config.getMainConsumerConfigs("limits", "limits", 0),
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            MAX_POLL_INTERVAL_OF_KAFKA);
    return Duration.ofMillis(Math.min(transaction, poll) / 3);
  }

  private static long millis(Map<String, Object> config, String key, long otherwise) {
    Object value = config.get(key);
    return value == null ? otherwise : Long.parseLong(value.toString());
  }

  /** With this protocol Kafka Streams makes its consumer itself, and commits past ours. */
  private static void refuseUnheldOffsets(StreamsSettings settings, Properties properties) {
    if (settings.guarantee() == Guarantee.AT_LEAST_ONCE && usesStreamsProtocol(properties)) {
      throw new IllegalArgumentException(
          "kafka.group.protocol = streams: not with at_least_once, because offsets would be"
              + " committed ahead of the answers; use exactly_once_v2 or group.protocol=classic");
    }
  }

  private static void consumer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.consumerPrefix(key), value);
  }

  private static void producer(Properties properties, String key, String value) {
    properties.put(StreamsConfig.producerPrefix(key), value);
  }
}
