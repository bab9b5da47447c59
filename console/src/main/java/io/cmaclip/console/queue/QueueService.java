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
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the queue on Kafka Streams. The threads of Kafka Streams own the partitions. */
public final class QueueService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueService.class);
  private static final Duration CLOSING = Duration.ofSeconds(20);
  private static final int COMMIT_MILLIS = 200;

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
   */
  public static QueueService start(QueueSettings settings, Clients clients, EventSerdes serdes) {
    Clock clock = Clock.systemUTC();
    ReviewQueue queue = new ReviewQueue(clock);
    Records records = new Records();
    Access access =
        new Access(
            settings, clients.producer(), clients.consumer(), serdes.serde(ReviewDecision.class));
    Map<String, Object> config = new HashMap<>(clients.streams());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.putIfAbsent(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
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
    streams.setUncaughtExceptionHandler(
        failure -> {
          LOG.warn("the queue restarts its thread after a failure", failure);
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
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
