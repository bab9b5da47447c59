package io.cmaclip.it.exactlyonce;

import io.cmaclip.streams.service.ClassificationService;
import java.util.ArrayList;
import java.util.List;

/** Looks at a service of this process now and then: rebalances, and heap after a collection. */
final class Watch {
  private static final int WARM_UP = 60;

  private final ClassificationService service;
  private final double rebalancesBefore;
  private final List<Long> heap = new ArrayList<>();
  private int looks;

  /** Counts from now on. */
  Watch(ClassificationService service) {
    this.service = service;
    this.rebalancesBefore = rebalancesOf(service);
  }

  /** Called about once a second; a collection takes place every tenth time. */
  void look() {
    if (looks++ % 10 == 0) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap.add(runtime.totalMemory() - runtime.freeMemory());
    }
  }

  long rebalances() {
    return Math.round(rebalancesOf(service) - rebalancesBefore);
  }

  /** By how much the last third is above what had been reached in the first minute, or third. */
  long heapGrowth() {
    int warm = Math.max(1, Math.min(WARM_UP / 10, heap.size() / 3));
    return largest(heap.subList(heap.size() - Math.max(1, heap.size() / 3), heap.size()))
        - largest(heap.subList(0, warm));
  }

  private static long largest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** Every fence and every missed poll leads to one. */
  private static double rebalancesOf(ClassificationService service) {
    return service.streams().metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("rebalance-total"))
        .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
        .sum();
  }

  @Override
  public String toString() {
    return "rebalances "
        + rebalances()
        + ", heap after collections (MB) "
        + heap.stream().map(bytes -> bytes >> 20).toList();
  }
}
