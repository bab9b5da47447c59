package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Records;
import io.cmaclip.console.queue.KafkaDecisionLog.Access;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.schemas.serde.EventSerdes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;

/** Runs the queue on Kafka Streams. The threads of Kafka Streams own the partitions. */
public final class QueueService implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(20);
  private static final int COMMIT_MILLIS = 200;

  /** How long the items of a console that was killed wait for another one. */
  private static final int SESSION_MILLIS = 10_000;

  /** Kafka settings by client, without serializers. */
  public record Clients(
      Map<String, String> streams, Map<String, Object> producer, Map<String, Object> consumer) {}

  private final KafkaStreams streams;
  private final ReviewQueue queue;
  private final Records records;

  private QueueService(KafkaStreams streams, ReviewQueue queue, Records records) {
    this.streams = streams;
    this.queue = queue;
    this.records = records;
  }

  /**
   * Starts the queue.
   *
   * @param serdes not owned
   * @param failures what happens after the failure of a stream thread
   */
  public static QueueService start(
      QueueSettings settings,
      Clients clients,
      EventSerdes serdes,
      StreamsUncaughtExceptionHandler failures) {
    Clock clock = Clock.systemUTC();
    AtomicReference<KafkaStreams> started = new AtomicReference<>();
    Records records = new Records();
    ReviewQueue queue =
        new ReviewQueue(
            clock,
            settings,
            () -> started.get() != null && started.get().state() == KafkaStreams.State.RUNNING);
    Access access =
        new Access(
            settings, clients.producer(), clients.consumer(), serdes.serde(ReviewDecision.class));
    Map<String, Object> config = new HashMap<>(clients.streams());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    if (!"streams".equalsIgnoreCase(clients.streams().get(StreamsConfig.GROUP_PROTOCOL_CONFIG))) {
      config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    }
    Properties properties = new Properties();
    properties.putAll(config);
    KafkaStreams streams =
        new KafkaStreams(
            QueueTopology.build(
                settings,
                serdes,
                partition -> new KafkaDecisionLog(access, partition),
                queue,
                records,
                clock),
            properties);
    streams.setUncaughtExceptionHandler(failures);
    started.set(streams);
    streams.start();
    return new QueueService(streams, queue, records);
  }

  /** The queue. */
  public ReviewQueue queue() {
    return queue;
  }

  /** What is known of listings beyond the queue. */
  public Records records() {
    return records;
  }

  /** Whether the partitions are assigned and read. */
  public boolean isRunning() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public void close() {
    streams.close(CLOSING);
  }
}
