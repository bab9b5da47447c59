package io.cmaclip.streams.operations.status;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.util.ArrayList;
import java.util.List;

/**
 * A cumulative histogram.
 *
 * @param bounds upper bounds of the buckets, ascending, finite
 * @param counts number of values up to each bound
 * @param total number of values
 */
record Buckets(List<Double> bounds, List<Double> counts, double total) {
  static final Buckets NONE = new Buckets(List.of(), List.of(), 0);

  Buckets {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
  }

  /** Snapshot of a meter. It is not atomic, so the total may exceed the counts. */
  static Buckets of(DistributionSummary meter) {
    List<Double> bounds = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    double total = meter.count();
    for (CountAtBucket bucket : meter.takeSnapshot().histogramCounts()) {
      if (Double.isFinite(bucket.bucket())) {
        bounds.add(bucket.bucket());
        counts.add(bucket.count());
      }
      total = Math.max(total, bucket.count());
    }
    return new Buckets(bounds, counts, total);
  }

  /** The values since an earlier snapshot. */
  Buckets minus(Buckets earlier) {
    if (!bounds.equals(earlier.bounds)) {
      return this;
    }
    List<Double> since = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      since.add(counts.get(i) - earlier.counts.get(i));
    }
    return new Buckets(bounds, since, total - earlier.total);
  }

  /**
   * Quantile with linear interpolation in its bucket, as in Prometheus' histogram_quantile.
   *
   * @param share 0 to 1
   * @return the last bound if the quantile exceeds it; NaN without values
   */
  double quantile(double share) {
    if (total <= 0 || bounds.isEmpty()) {
      return Double.NaN;
    }
    double rank = share * total;
    double lower = 0;
    double before = 0;
    for (int i = 0; i < bounds.size(); i++) {
      double count = counts.get(i);
      if (count >= rank && count > before) {
        return lower + (bounds.get(i) - lower) * Math.max(0, rank - before) / (count - before);
      }
      lower = bounds.get(i);
      before = count;
    }
    return lower;
  }
}
