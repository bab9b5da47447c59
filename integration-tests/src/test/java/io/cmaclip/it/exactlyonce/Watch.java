package io.cmaclip.it.exactlyonce;

import io.cmaclip.streams.service.ClassificationService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks at a service of this process now and then: rebalances, heap after a collection, and what
 * Kafka logs.
 */
final class Watch implements AutoCloseable {
  /** Words of what Kafka Streams writes when it is fenced, put out of the group, or times out. */
  private static final List<String> HARM =
      List.of(
          "producerfenced",
          "has been fenced",
          "invalidproducerepoch",
          "migrated",
          "are corrupted",
          "consumer poll timeout");

  private static final int WARM_UP = 60;

  /** Looks before the record of suspects has been read; so long pixels are reserved for titles. */
  private static final int STARTED = 2;

  private final ClassificationService service;
  private final KafkaLog log = new KafkaLog(KafkaLog.ALL);
  private final List<Long> heap = new ArrayList<>();
  private double rebalancesBefore;
  private long mostBytesInFlight;
  private int looks;

  /** Reads the log from now on. */
  Watch(ClassificationService service) {
    this.service = service;
  }

  /**
   * Counts rebalances from now on.
   *
   * @throws IllegalStateException when not even the first one was counted
   */
  void begin() {
    rebalancesBefore = rebalancesOf(service);
    if (rebalancesBefore < 1) {
      throw new IllegalStateException("rebalances are not counted");
    }
  }

  /** Called about once a second; a collection takes place every tenth time. */
  void look() {
    if (looks >= STARTED) {
      mostBytesInFlight = Math.max(mostBytesInFlight, service.bytesInFlight());
    }
    if (looks++ % 10 == 0) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap.add(runtime.totalMemory() - runtime.freeMemory());
    }
  }

  long rebalances() {
    return Math.round(rebalancesOf(service) - rebalancesBefore);
  }

  /** Of all looks but the first ones. */
  long mostBytesInFlight() {
    return mostBytesInFlight;
  }

  /** What was logged about fences and the like. */
  List<String> harm() {
    return log.messages().stream()
        .filter(said -> HARM.stream().anyMatch(said.toLowerCase(Locale.ROOT)::contains))
        .toList();
  }

  @Override
  public void close() {
    log.close();
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
