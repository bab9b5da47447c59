package io.cmaclip.it.exactlyonce;

import io.cmaclip.streams.service.ClassificationService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Samples a service of this process: rebalances, heap after garbage collection, Kafka warnings. */
final class Watch implements AutoCloseable {
  /** Log texts of Kafka Streams about fencing, removal from the group, and timeouts. */
  private static final List<String> WARNINGS =
      List.of(
          "producerfenced",
          "has been fenced",
          "invalidproducerepoch",
          "migrated",
          "are corrupted",
          "consumer poll timeout");

  private static final int WARM_UP = 60;

  /** Samples before the crash records are read; until then titles reserve the bytes of an image. */
  private static final int STARTED = 2;

  private final ClassificationService service;
  private final KafkaLog log = new KafkaLog(KafkaLog.ALL);
  private final List<Long> heap = new ArrayList<>();
  private double rebalancesBefore;
  private long mostBytesInFlight;
  private int samples;

  /** Starts to capture the log. */
  Watch(ClassificationService service) {
    this.service = service;
  }

  /**
   * Starts to count rebalances.
   *
   * @throws IllegalStateException when the initial rebalance was not counted
   */
  void begin() {
    rebalancesBefore = rebalancesOf(service);
    if (rebalancesBefore < 1) {
      throw new IllegalStateException("rebalances are not counted");
    }
  }

  /** Takes a sample; call it about once a second. Every tenth sample collects garbage. */
  void sample() {
    if (samples >= STARTED) {
      mostBytesInFlight = Math.max(mostBytesInFlight, service.bytesInFlight());
    }
    if (samples++ % 10 == 0) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heap.add(runtime.totalMemory() - runtime.freeMemory());
    }
  }

  long rebalances() {
    return Math.round(rebalancesOf(service) - rebalancesBefore);
  }

  /** Peak of all samples after startup. */
  long mostBytesInFlight() {
    return mostBytesInFlight;
  }

  /** Captured log messages that contain one of {@link #WARNINGS}. */
  List<String> warnings() {
    return log.messages().stream()
        .filter(said -> WARNINGS.stream().anyMatch(said.toLowerCase(Locale.ROOT)::contains))
        .toList();
  }

  @Override
  public void close() {
    log.close();
  }

  /** Peak of the last third minus peak of the first minute, or of the first third when shorter. */
  long heapGrowth() {
    int warm = Math.max(1, Math.min(WARM_UP / 10, heap.size() / 3));
    return largest(heap.subList(heap.size() - Math.max(1, heap.size() / 3), heap.size()))
        - largest(heap.subList(0, warm));
  }

  private static long largest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  /** Every fencing and every missed poll causes a rebalance. */
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
