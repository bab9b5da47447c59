package io.cmaclip.streams.service;

import io.cmaclip.streams.models.InferenceHealth;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Whether the service answers listings (ready), and whether it is worth keeping (live). Kafka
 * Streams tells changes of its state on threads of its own; any thread may ask.
 */
final class ServiceHealth implements KafkaStreams.StateListener {
  private static final String KAFKA = "kafka";
  private static final String PREDICTOR = "predictor";

  private final InferenceHealth predictors;
  private final BooleanSupplier registryAway;
  private final BooleanSupplier suspectsUnread;
  private final Duration longestRebalance;
  private final Duration stallExit;
  private final LongSupplier nanoClock;
  private State state = State.CREATED;
  private long sinceNanos;
  private boolean hasRun;

  /**
   * @param longestRebalance a rebalance of a service that ran leaves it ready for so long
   * @param stallExit a forward that lasts longer makes it not live
   */
  ServiceHealth(
      InferenceHealth predictors,
      BooleanSupplier registryAway,
      BooleanSupplier suspectsUnread,
      Duration longestRebalance,
      Duration stallExit,
      LongSupplier nanoClock) {
    this.predictors = predictors;
    this.registryAway = registryAway;
    this.suspectsUnread = suspectsUnread;
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

  /** Whether listings are being answered. */
  HealthReport ready() {
    return new HealthReport(List.of(topology(), predictorAnswers(), registry(), suspects()));
  }

  /** Whether the process can still do its work; if not, it ends by itself or should be ended. */
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
                "the longest forward has been running for " + running.toMillis() + " ms")));
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

  /** Where topics were made or rights were given for another version, a rollout has to stop. */
  private HealthCheck suspects() {
    boolean unread = suspectsUnread.getAsBoolean();
    return new HealthCheck(
        "suspects", !unread, unread ? "listings wait for the record of suspects" : "known");
  }

  /** A registry that is away does not make this instance worse than any other. */
  private HealthCheck registry() {
    return new HealthCheck(
        "registry",
        true,
        registryAway.getAsBoolean() ? "listings wait for the schema registry" : "not waited for");
  }
}
