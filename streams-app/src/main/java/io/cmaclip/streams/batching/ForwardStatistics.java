package io.cmaclip.streams.batching;

import java.util.concurrent.atomic.LongAdder;

/** Counts of successful forwards since the start. Shared by all predictor threads. */
public final class ForwardStatistics {
  private final LongAdder forwards = new LongAdder();
  private final LongAdder listings = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final BatchObserver observer;

  public ForwardStatistics() {
    this(BatchObserver.NONE);
  }

  /**
   * @param observer told of everything that is counted
   */
  public ForwardStatistics(BatchObserver observer) {
    this.observer = observer;
  }

  void waited(long durationNanos) {
    observer.waited(durationNanos);
  }

  void forwarded(int batchSize, long durationNanos) {
    forwards.increment();
    listings.add(batchSize);
    nanos.add(durationNanos);
    observer.forwarded(batchSize, durationNanos);
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
