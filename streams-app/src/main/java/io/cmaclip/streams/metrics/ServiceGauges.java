package io.cmaclip.streams.metrics;

import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sources of the gauges. Every reader of the meters calls them, on any thread.
 *
 * @param queued prepared listings that wait for an inference call
 * @param inFlight listings in flight
 * @param inFlightBytes memory of the listings in flight
 * @param inFlightAge age of the oldest listing in flight
 * @param offsetsHeld offsets received but not yet committable
 * @param candidates quarantine candidates
 * @param inferenceRunning duration of the longest inference call in progress
 */
public record ServiceGauges(
    LongSupplier queued,
    LongSupplier inFlight,
    LongSupplier inFlightBytes,
    Supplier<Duration> inFlightAge,
    LongSupplier offsetsHeld,
    LongSupplier candidates,
    Supplier<Duration> inferenceRunning,
    BooleanSupplier predictorReady,
    BooleanSupplier ready) {
  private static final double NANOS_PER_SECOND = 1e9;

  void bindTo(MeterRegistry registry) {
    MeterTable.BATCH_QUEUED.gauge(registry, this, me -> me.queued.getAsLong());
    MeterTable.IN_FLIGHT_LISTINGS.gauge(registry, this, me -> me.inFlight.getAsLong());
    MeterTable.IN_FLIGHT_BYTES.gauge(registry, this, me -> me.inFlightBytes.getAsLong());
    MeterTable.IN_FLIGHT_AGE.gauge(registry, this, me -> seconds(me.inFlightAge));
    MeterTable.OFFSETS_HELD.gauge(registry, this, me -> me.offsetsHeld.getAsLong());
    MeterTable.QUARANTINE_CANDIDATES.gauge(registry, this, me -> me.candidates.getAsLong());
    MeterTable.INFERENCE_RUNNING.gauge(registry, this, me -> seconds(me.inferenceRunning));
    MeterTable.PREDICTOR_READY.gauge(registry, this, me -> bit(me.predictorReady));
    MeterTable.READY.gauge(registry, this, me -> bit(me.ready));
  }

  private static double seconds(Supplier<Duration> duration) {
    return duration.get().toNanos() / NANOS_PER_SECOND;
  }

  private static double bit(BooleanSupplier condition) {
    return condition.getAsBoolean() ? 1 : 0;
  }
}
