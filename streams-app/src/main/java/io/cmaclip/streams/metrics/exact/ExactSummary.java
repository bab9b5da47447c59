package io.cmaclip.streams.metrics.exact;

import io.micrometer.core.instrument.AbstractDistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/** One series of a histogram. For any thread; concurrent reads may miss the latest values. */
final class ExactSummary extends AbstractDistributionSummary {
  private final double[] bounds;

  /** Count by bucket; the last bucket has no upper bound. */
  private final AtomicLongArray counts;

  private final DoubleAdder sum = new DoubleAdder();
  private final TimeWindowMax max;

  /**
   * @param bounds upper bounds of the buckets, ascending
   */
  ExactSummary(Meter.Id id, double scale, double[] bounds, TimeWindowMax max) {
    super(id, scale, NoopHistogram.INSTANCE);
    this.bounds = bounds.clone();
    this.counts = new AtomicLongArray(bounds.length + 1);
    this.max = max;
  }

  @Override
  protected void recordNonNegative(double value) {
    int bucket = Arrays.binarySearch(bounds, value);
    counts.incrementAndGet(bucket >= 0 ? bucket : -bucket - 1);
    sum.add(value);
    max.record(value);
  }

  @Override
  public long count() {
    return Arrays.stream(counts()).sum();
  }

  @Override
  public double totalAmount() {
    return sum.sum();
  }

  @Override
  public double max() {
    return max.poll();
  }

  /** With cumulative counts, as Micrometer's summaries have. */
  @Override
  public HistogramSnapshot takeSnapshot() {
    long[] now = counts();
    CountAtBucket[] cumulative = new CountAtBucket[bounds.length];
    long count = 0;
    for (int i = 0; i < bounds.length; i++) {
      count += now[i];
      cumulative[i] = new CountAtBucket(bounds[i], count);
    }
    return new HistogramSnapshot(
        count + now[bounds.length], totalAmount(), max(), null, cumulative, null);
  }

  /** Upper bounds of all buckets, including infinity. */
  double[] bounds() {
    double[] all = Arrays.copyOf(bounds, bounds.length + 1);
    all[bounds.length] = Double.POSITIVE_INFINITY;
    return all;
  }

  /** Count by bucket, not cumulative. */
  long[] counts() {
    long[] now = new long[counts.length()];
    Arrays.setAll(now, counts::get);
    return now;
  }
}
