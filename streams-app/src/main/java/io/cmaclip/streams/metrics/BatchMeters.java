package io.cmaclip.streams.metrics;

import io.cmaclip.batching.BatchingObserver;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.models.InferenceObserver;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Measures batches. For any thread. */
final class BatchMeters implements BatchingObserver, InferenceObserver {
  private final Timer wait;
  private final Timer forward;
  private final DistributionSummary size;

  BatchMeters(MeterRegistry registry) {
    this.wait = MeterTable.BATCH_WAIT.timer(registry);
    this.forward = MeterTable.FORWARD.timer(registry);
    this.size = MeterTable.BATCH_SIZE.histogram(registry);
  }

  @Override
  public void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void inferred(int listings, long nanos) {
    forward.record(nanos, TimeUnit.NANOSECONDS);
    size.record(listings);
  }
}
