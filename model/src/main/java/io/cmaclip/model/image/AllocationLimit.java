package io.cmaclip.model.image;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What one thread may allocate from now on: an upper bound of what it can keep. Where the virtual
 * machine does not count allocations nothing is limited. Used by the thread that made it.
 */
final class AllocationLimit {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean counting
              && counting.isThreadAllocatedMemorySupported()
          ? counting
          : null;

  private final long end;

  private AllocationLimit(long end) {
    this.end = end;
  }

  /**
   * @param bytes at least 0
   */
  static AllocationLimit of(long bytes) {
    return new AllocationLimit(allocated() + bytes);
  }

  static AllocationLimit none() {
    return new AllocationLimit(Long.MAX_VALUE);
  }

  /**
   * @throws IOException when more was allocated
   */
  void check() throws IOException {
    if (allocated() > end) {
      throw new IOException("decoding takes more memory than such an image needs");
    }
  }

  private static long allocated() {
    return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
  }
}
