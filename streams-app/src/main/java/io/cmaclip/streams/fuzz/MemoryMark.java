package io.cmaclip.streams.fuzz;

import io.cmaclip.cli.ResidentSet;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.OptionalLong;

/**
 * Memory of this process after a collection.
 *
 * @param heap bytes in use
 * @param outside bytes in RAM that are not the heap's; negative where the system does not say
 */
record MemoryMark(long heap, long outside) {
  static MemoryMark now() {
    // The collector may leave weakly held things for a second round.
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    OptionalLong resident = ResidentSet.bytes();
    return new MemoryMark(
        heap.getUsed(),
        resident.isEmpty() ? -1 : Math.max(0, resident.getAsLong() - heap.getCommitted()));
  }

  long heapSince(MemoryMark earlier) {
    return heap - earlier.heap;
  }

  /** Null where the system does not say. */
  Long outsideSince(MemoryMark earlier) {
    return outside < 0 || earlier.outside < 0 ? null : Long.valueOf(outside - earlier.outside);
  }
}
