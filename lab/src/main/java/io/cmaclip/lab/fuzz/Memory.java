package io.cmaclip.lab.fuzz;

import io.cmaclip.cli.ResidentSet;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/** Records this process's peak memory for each fifth of a run. Not thread-safe. */
final class Memory {
  private static final int PARTS = 5;
  private static final long INTERVAL_NANOS = 200_000_000;

  private final int inputs;
  private final long[] peaks = new long[PARTS];
  private long sampled = System.nanoTime() - INTERVAL_NANOS;

  Memory(int inputs) {
    this.inputs = inputs;
  }

  /** Samples at most five times a second; {@code done} is the number of completed inputs. */
  void watch(int done) {
    long now = System.nanoTime();
    if (now - sampled >= INTERVAL_NANOS) {
      sampled = now;
      int part = (int) Math.min(PARTS - 1L, (long) PARTS * done / inputs);
      peaks[part] = Math.max(peaks[part], ResidentSet.bytes().orElse(0));
    }
  }

  /** Peak resident bytes of each fifth; 0 if unknown. */
  List<Long> peaks() {
    return Arrays.stream(peaks).boxed().toList();
  }

  /** Heap bytes in use after garbage collection. */
  static long heapInUse() {
    // Weakly reachable objects may need further collections.
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
