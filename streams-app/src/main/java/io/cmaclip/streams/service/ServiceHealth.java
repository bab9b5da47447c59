package io.cmaclip.streams.service;

import io.cmaclip.streams.models.InferenceHealth;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Readiness and liveness of the service. Kafka Streams reports state changes on its own threads;
 * any thread may query.
 */
final class ServiceHealth implements KafkaStreams.StateListener {
  private static final String KAFKA = "kafka";
  private static final String PREDICTOR = "predictor";

  private final InferenceHealth predictors;
  private final BooleanSupplier registryUnavailable;
  private final BooleanSupplier quarantineUnread;
  private final Duration longestRebalance;
  private final Duration stallExit;
  private final LongSupplier nanoClock;
  private State state = State.CREATED;
  private long sinceNanos;
  private boolean hasRun;

  /**
   * @param longestRebalance duration for which a service that has run stays ready in a rebalance
   * @param stallExit duration of an inference call above which the service is not live
   */
  ServiceHealth(
      InferenceHealth predictors,
      BooleanSupplier registryUnavailable,
      BooleanSupplier quarantineUnread,
      Duration longestRebalance,
      Duration stallExit,
      LongSupplier nanoClock) {
    this.predictors = predictors;
    this.registryUnavailable = registryUnavailable;
    this.quarantineUnread = quarantineUnread;
    this.longestRebalance = longestRebalance;
    this.stallExit = stallExit;
    this.nanoClock = nanoClock;
    this.sinceNanos = nanoClock.getAsLong();
  }

  @Override
  public synchronized void onChange(State now, State before) {
    state = now;
    sinceNanos = nanoClock.getAsLong();
    hasRun |= now == State.RUNNING;
  }

  /** Whether the service answers listings. */
  HealthReport ready() {
    return new HealthReport(List.of(topology(), predictorAnswers(), registry(), quarantine()));
  }

  /** Whether the process can recover without a restart. */
  HealthReport live() {
    State now = state();
    Duration running = predictors.longestRunningCall();
    return new HealthReport(
        List.of(
            new HealthCheck(
                KAFKA,
                !now.hasCompletedShutdown() && now != State.PENDING_ERROR,
                "Kafka Streams is " + now),
            new HealthCheck(
                PREDICTOR,
                running.compareTo(stallExit) <= 0,
                "the longest inference call has been running for " + running.toMillis() + " ms")));
  }

  private synchronized State state() {
    return state;
  }

  private synchronized HealthCheck topology() {
    Duration since = Duration.ofNanos(nanoClock.getAsLong() - sinceNanos);
    boolean ok =
        state == State.RUNNING
            || (state == State.REBALANCING && hasRun && since.compareTo(longestRebalance) <= 0);
    return new HealthCheck(
        KAFKA, ok, "Kafka Streams is " + state + " for " + since.toSeconds() + " s");
  }

  private HealthCheck predictorAnswers() {
    return new HealthCheck(
        PREDICTOR, predictors.isReady(), predictors.problem().orElse("warm and answering"));
  }

  /** Unready, so that a rollout with wrong topics or access rights stops. */
  private HealthCheck quarantine() {
    boolean unread = quarantineUnread.getAsBoolean();
    return new HealthCheck(
        "suspects", !unread, unread ? "listings wait for the crash-tracking topic" : "read");
  }

  /** Always ok: an unavailable registry affects every instance alike. */
  private HealthCheck registry() {
    return new HealthCheck(
        "registry",
        true,
        registryUnavailable.getAsBoolean() ? "listings wait for the schema registry" : "available");
  }
}
