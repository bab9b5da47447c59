package io.cmaclip.streams.metrics;

import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where the gauges find their values; asked whenever meters are read, by any thread.
 *
 * @param queued listings that wait for a forward
 * @param inFlight listings in flight
 * @param inFlightBytes memory reserved for them
 * @param inFlightAge age of the oldest one
 * @param offsetsHeld positions received beyond what may be committed
 * @param suspects listings that may have ended a process
 * @param forwardRunning duration of the longest forward that runs
 */
public record ServiceGauges(
    LongSupplier queued,
    LongSupplier inFlight,
    LongSupplier inFlightBytes,
    Supplier<Duration> inFlightAge,
    LongSupplier offsetsHeld,
    LongSupplier suspects,
    Supplier<Duration> forwardRunning,
    BooleanSupplier predictorReady,
    BooleanSupplier ready) {
  private static final double NANOS_PER_SECOND = 1e9;

  void bindTo(MeterRegistry registry) {
    MeterTable.BATCH_QUEUED.gauge(registry, this, me -> me.queued.getAsLong());
    MeterTable.IN_FLIGHT_LISTINGS.gauge(registry, this, me -> me.inFlight.getAsLong());
    MeterTable.IN_FLIGHT_BYTES.gauge(registry, this, me -> me.inFlightBytes.getAsLong());
    MeterTable.IN_FLIGHT_AGE.gauge(registry, this, me -> seconds(me.inFlightAge));
    MeterTable.OFFSETS_HELD.gauge(registry, this, me -> me.offsetsHeld.getAsLong());
    MeterTable.SUSPECTS.gauge(registry, this, me -> me.suspects.getAsLong());
    MeterTable.FORWARD_RUNNING.gauge(registry, this, me -> seconds(me.forwardRunning));
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
