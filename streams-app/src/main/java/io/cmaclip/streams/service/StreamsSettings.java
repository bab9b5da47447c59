package io.cmaclip.streams.service;

import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Settings of Kafka Streams.
 *
 * @param bootstrap brokers, host:port, separated by commas
 * @param applicationId consumer group and prefix of transactional ids
 * @param threads stream threads, at least 1
 * @param kafka further settings by Kafka's names (plain or with a prefix such as {@code
 *     consumer.}); they override this project's defaults
 */
public record StreamsSettings(
    String bootstrap,
    String applicationId,
    Guarantee guarantee,
    int threads,
    ThreadReplacement replacement,
    Map<String, String> kafka) {
  public StreamsSettings {
    Objects.requireNonNull(bootstrap, "bootstrap");
    Objects.requireNonNull(applicationId, "applicationId");
    Objects.requireNonNull(guarantee, "guarantee");
    if (threads < 1) {
      throw new IllegalArgumentException("stream threads = " + threads + ": must be at least 1");
    }
    kafka = Map.copyOf(kafka);
  }

  /** Omits the values of Kafka settings, which may be secrets. */
  @Override
  public String toString() {
    return "StreamsSettings[%s, %s, %s, threads=%d, %s, kafka=%s]"
        .formatted(
            bootstrap,
            applicationId,
            guarantee,
            threads,
            replacement,
            new TreeSet<>(kafka.keySet()));
  }
}
