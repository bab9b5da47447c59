package io.cmaclip.model.image;

import com.sun.jna.Memory;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Blocks of native memory that decoders use in turns. Reuse spares the page faults of new memory,
 * which cost up to a tenth of decoding. Thread-safe; a block belongs to one thread at a time.
 */
final class NativeMemory {
  /** A larger block is released after use. Room for 4 million pixels and their file. */
  private static final long MOST_KEPT_BYTES = 16L << 20;

  private final ConcurrentLinkedQueue<Memory> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final int mostIdle;

  /**
   * @param mostIdle number of blocks that are kept
   */
  NativeMemory(int mostIdle) {
    this.mostIdle = mostIdle;
  }

  /** A block of at least {@code bytes}; give it back with {@link #release}. */
  Memory acquire(long bytes) {
    Memory kept = idle.poll();
    if (kept != null) {
      idleCount.decrementAndGet();
      if (kept.size() >= bytes) {
        return kept;
      }
      kept.close();
    }
    return new Memory(bytes);
  }

  void release(Memory block) {
    if (block.size() > MOST_KEPT_BYTES || idleCount.get() >= mostIdle) {
      block.close();
      return;
    }
    idleCount.incrementAndGet();
    idle.add(block);
  }
}
