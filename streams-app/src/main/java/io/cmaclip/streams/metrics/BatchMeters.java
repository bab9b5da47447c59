package io.cmaclip.streams.metrics;

import io.cmaclip.batching.BatchingObserver;
import io.cmaclip.model.predictor.ImageEmbeddings;
import io.cmaclip.streams.meters.MeterTable;
import io.cmaclip.streams.models.InferenceObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Meters of batches and inference calls. For any thread. */
final class BatchMeters implements BatchingObserver, InferenceObserver, ImageEmbeddings.Observer {
  private final Timer wait;
  private final Timer inference;
  private final DistributionSummary size;
  private final Counter encoded;
  private final Counter reused;

  BatchMeters(MeterRegistry registry) {
    this.wait = MeterTable.BATCH_WAIT.timer(registry);
    this.inference = MeterTable.INFERENCE.timer(registry);
    this.size = MeterTable.BATCH_SIZE.histogram(registry);
    this.encoded = MeterTable.IMAGES.counter(registry, "encoded");
    this.reused = MeterTable.IMAGES.counter(registry, "reused");
  }

  @Override
  public void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void inferred(int listings, long nanos) {
    inference.record(nanos, TimeUnit.NANOSECONDS);
    size.record(listings);
  }

  @Override
  public void images(int encodedImages, int reusedImages) {
    encoded.increment(encodedImages);
    reused.increment(reusedImages);
  }
}
