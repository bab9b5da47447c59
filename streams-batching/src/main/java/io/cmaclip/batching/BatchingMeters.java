package io.cmaclip.batching;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Micrometer metrics of batching; Micrometer is an optional dependency. Set it as the observer of
 * both builders, then bind the built objects. The README lists the meters.
 */
public final class BatchingMeters implements BatchingObserver {
  private static final String RECORDS = "records";
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Counter received;
  private final Timer wait;
  private final Timer call;
  private final DistributionSummary size;
  private final Timer sinceTimestamp;
  private final Timer sinceReceipt;

  /**
   * Registers the meters of the observer.
   *
   * @param registry not owned
   */
  public BatchingMeters(MeterRegistry registry) {
    this.registry = registry;
    this.received = Counter.builder("batching.received").baseUnit(RECORDS).register(registry);
    this.wait = Timer.builder("batching.wait").publishPercentileHistogram().register(registry);
    this.call = Timer.builder("batching.call").publishPercentileHistogram().register(registry);
    this.size = DistributionSummary.builder("batching.size").baseUnit(RECORDS).register(registry);
    this.sinceTimestamp =
        Timer.builder("batching.latency.timestamp").publishPercentileHistogram().register(registry);
    this.sinceReceipt =
        Timer.builder("batching.latency.receipt").publishPercentileHistogram().register(registry);
  }

  /** Registers gauges of the records in flight. */
  public void bind(StreamsBatching<?, ?, ?, ?> batching) {
    Gauge.builder("batching.inflight.records", batching, StreamsBatching::recordsInFlight)
        .register(registry);
    Gauge.builder("batching.inflight.bytes", batching, StreamsBatching::bytesInFlight)
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("batching.inflight.age", batching, me -> seconds(me.oldestInFlight()))
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("batching.offsets.held", batching, StreamsBatching::offsetsHeld)
        .register(registry);
  }

  /**
   * Registers gauges of a batcher.
   *
   * @param name tag of the batcher
   */
  public void bind(Batcher<?, ?> batcher, String name) {
    Gauge.builder("batching.queued", batcher, Batcher::waiting)
        .tag("batcher", name)
        .register(registry);
    Gauge.builder("batching.healthy", batcher, me -> me.isHealthy() ? 1 : 0)
        .tag("batcher", name)
        .register(registry);
    Gauge.builder("batching.call.running", batcher, me -> seconds(me.longestRunningCall()))
        .baseUnit("seconds")
        .tag("batcher", name)
        .register(registry);
  }

  @Override
  public void received() {
    received.increment();
  }

  @Override
  public void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void applied(int items, long nanos) {
    call.record(nanos, TimeUnit.NANOSECONDS);
    size.record(items);
  }

  @Override
  public void forwarded(Duration timestamp, Duration receipt) {
    sinceTimestamp.record(timestamp);
    sinceReceipt.record(receipt);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }
}
