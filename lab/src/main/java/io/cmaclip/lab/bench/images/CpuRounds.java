package io.cmaclip.lab.bench.images;

import io.cmaclip.trainer.metrics.Medians;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Measures several things in turns, so that a machine whose speed drifts favours none of them. The
 * first round warms up. Owned by one thread.
 */
final class CpuRounds {
  private static final int ROUNDS = 5;

  /** The warm-up is longer, since the JIT compiler needs some hundred milliseconds. */
  private static final int WARM_UP = 5;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long nanos;
  private final Map<String, DoubleSupplier> measures = new LinkedHashMap<>();

  /**
   * @param nanos CPU time of one measure in one round, at least
   */
  CpuRounds(long nanos) {
    this.nanos = nanos;
  }

  /** Adds work of the calling thread, and warms it up. */
  CpuRounds add(String name, Runnable work) {
    millis(work, WARM_UP * nanos);
    measures.put(name, () -> millis(work, nanos));
    return this;
  }

  /** Adds a measure that is taken elsewhere, in milliseconds. */
  CpuRounds addMeasured(String name, DoubleSupplier millis) {
    measures.put(name, millis);
    return this;
  }

  /** Runs all rounds: the median of the milliseconds of each measure. */
  Map<String, Double> run() {
    Map<String, List<Double>> found = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) {
      for (Map.Entry<String, DoubleSupplier> measure : measures.entrySet()) {
        double millis = measure.getValue().getAsDouble();
        if (round > 0) {
          found.computeIfAbsent(measure.getKey(), name -> new ArrayList<>()).add(millis);
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    found.forEach((name, values) -> medians.put(name, Medians.of(values)));
    return medians;
  }

  private double millis(Runnable work, long nanos) {
    int count = 0;
    long start = threads.getCurrentThreadCpuTime();
    long used = 0;
    while (used < nanos) {
      work.run();
      count++;
      used = threads.getCurrentThreadCpuTime() - start;
    }
    return used / 1e6 / count;
  }
}
