package io.cmaclip.lab.fuzz;

import io.cmaclip.cli.ResidentSet;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Watches this process's memory over a run, fifth by fifth. Used by one thread. */
final class Memory {
  private static final int PARTS = 5;
  private static final long INTERVAL_NANOS = 200_000_000;

  private final int inputs;
  private final long[] peaks = new long[PARTS];
  private long sampled = System.nanoTime() - INTERVAL_NANOS;

  Memory(int inputs) {
    this.inputs = inputs;
  }

  /**
   * Looks, but not more often than five times a second.
   *
   * @param done inputs that have their answer
   */
  void watch(int done) {
    long now = System.nanoTime();
    if (now - sampled >= INTERVAL_NANOS) {
      sampled = now;
      int part = (int) Math.min(PARTS - 1L, (long) PARTS * done / inputs);
      peaks[part] = Math.max(peaks[part], ResidentSet.bytes().orElse(0));
    }
  }

  /** Most bytes in RAM during each fifth of the inputs; 0 where the system does not say. */
  List<Long> peaks() {
    return Arrays.stream(peaks).boxed().toList();
  }

  /** Bytes of the heap in use after a collection. */
  static long heapInUse() {
    // The collector may leave weakly held things for a second round.
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
