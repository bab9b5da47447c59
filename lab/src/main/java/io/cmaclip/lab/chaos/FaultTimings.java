package io.cmaclip.lab.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Short timeouts of the services, and fault durations that exceed them.
 *
 * @param failing duration of predictor failures
 */
record FaultTimings(Duration failing) {
  private static final int BATCH = 16;

  static final Duration SHORTEST_INFERENCE = Duration.ofMillis(40);

  private static final Duration SESSION = Duration.ofSeconds(6);
  private static final Duration TRANSACTION = Duration.ofSeconds(8);
  private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(8);
  private static final Duration BLOCK = Duration.ofSeconds(3);

  /** Duration of SIGSTOP. */
  Duration frozen() {
    return SESSION.plus(TRANSACTION).plusSeconds(6);
  }

  /** Duration of a stalled inference call. */
  Duration stalled() {
    return MAX_POLL_INTERVAL.plusSeconds(4);
  }

  /** Duration of an outage of all brokers. */
  Duration brokersAway() {
    return BLOCK.multipliedBy(3).plusSeconds(1);
  }

  Duration registryAway() {
    return Duration.ofSeconds(6);
  }

  /** Service settings with the short timeouts. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kafka.consumer.session.timeout.ms", millis(SESSION));
    settings.put("kafka.consumer.heartbeat.interval.ms", "1000");
    settings.put("kafka.consumer.max.poll.interval.ms", millis(MAX_POLL_INTERVAL));
    settings.put("kafka.producer.transaction.timeout.ms", millis(TRANSACTION));
    settings.put("kafka.producer.max.block.ms", millis(BLOCK));
    settings.put("kafka.producer.request.timeout.ms", "2500");
    settings.put("kafka.producer.delivery.timeout.ms", "5000");
    settings.put("failures.max-replacements", "3");
    settings.put("failures.window", "1 min");
    settings.put("failures.unknown-schema-retry", "1 s");
    settings.put("failures.listing-retry", "300 ms");
    settings.put("predictor.stall-unready", "5 s");
    settings.put("predictor.longest-retry", "2 s");
    settings.put("batch.max-size", Integer.toString(BATCH));
    settings.put("predictors", "1");
    settings.put("preprocess.threads", "1");
    settings.put("threads", "2");
    return settings;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
