package io.cmaclip.streams.batching;

import java.util.concurrent.atomic.LongAdder;

/** Counts of successful forwards since the start. Shared by all predictor threads. */
public final class ForwardStatistics {
  private final LongAdder forwards = new LongAdder();
  private final LongAdder listings = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  void forwarded(int batchSize, long durationNanos) {
    forwards.increment();
    listings.add(batchSize);
    nanos.add(durationNanos);
  }

  public long forwards() {
    return forwards.sum();
  }

  public long listings() {
    return listings.sum();
  }

  /** Time spent inside forwards, over all predictor threads, in nanoseconds. */
  public long busyNanos() {
    return nanos.sum();
  }
}
