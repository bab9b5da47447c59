package io.cmaclip.lab.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

/**
 * Computes latencies of a service that has no costs besides the calls of its GPU: listings arrive
 * at random times (Poisson), are taken in order into the next call, and are read when the next
 * transaction is committed.
 *
 * @param batch largest number of listings of a call
 * @param base duration of a call without its listings
 * @param perListing duration of a call per listing
 * @param maxDelay longest wait until a call is full, while the GPU is idle
 * @param commitInterval time between two commits
 */
record GpuQueue(
    int batch, Duration base, Duration perListing, Duration maxDelay, Duration commitInterval) {
  private static final int LISTINGS = 100_000;
  private static final double P99 = 0.99;

  /**
   * The 99th percentile of the latency of live listings in ms.
   *
   * @param perSecond arriving live listings, less than the GPU can take
   * @param leastBatch listings of a low priority fill each call up to this number; 0 without them
   */
  double p99Millis(double perSecond, int leastBatch) {
    double[] arrivals = arrivals(perSecond);
    double[] latencies = new double[arrivals.length];
    Deque<Double> waiting = new ArrayDeque<>();
    int arrived = 0;
    int answered = 0;
    double now = 0;
    while (answered < arrivals.length) {
      if (leastBatch == 0 && waiting.isEmpty()) {
        now = Math.max(now, arrivals[arrived]);
      }
      while (arrived < arrivals.length && arrivals[arrived] <= now) {
        waiting.add(arrivals[arrived++]);
      }
      if (leastBatch == 0 && !waiting.isEmpty() && waiting.size() < batch) {
        double due = Math.max(now, waiting.peek() + millis(maxDelay));
        while (arrived < arrivals.length && arrivals[arrived] <= due && waiting.size() < batch) {
          now = arrivals[arrived];
          waiting.add(arrivals[arrived++]);
        }
        now = waiting.size() < batch ? due : now;
      }
      int live = Math.min(batch, waiting.size());
      now += millis(base) + Math.max(live, leastBatch) * millis(perListing);
      for (int i = 0; i < live; i++) {
        latencies[answered++] = committed(now) - waiting.remove();
      }
    }
    Arrays.sort(latencies);
    return latencies[(int) (P99 * (latencies.length - 1))];
  }

  private double committed(double end) {
    return Math.ceil(end / millis(commitInterval)) * millis(commitInterval);
  }

  private static double[] arrivals(double perSecond) {
    Random random = new Random(1);
    double[] arrivals = new double[LISTINGS];
    double now = 0;
    for (int i = 0; i < LISTINGS; i++) {
      now -= Math.log(1 - random.nextDouble()) * 1000 / perSecond;
      arrivals[i] = now;
    }
    return arrivals;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
