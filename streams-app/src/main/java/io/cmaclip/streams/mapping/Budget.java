package io.cmaclip.streams.mapping;

import com.dashjoin.jsonata.JException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Limits of the evaluation of one event: CPU time, memory allocated, depth. CPU time and not wall
 * time, so that a pause of the garbage collector does not fail a good event. Owned by the thread
 * that created it.
 */
final class Budget {
  static final Duration CPU_TIME = Duration.ofSeconds(1);
  static final long ALLOCATED_BYTES = 64L << 20;
  static final int DEPTH = 200;

  private static final long CPU_NANOS = CPU_TIME.toNanos();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private boolean started;
  private long startCpu;
  private long startAllocated;
  private long checkAt;
  private int depth;

  /**
   * Before an expression: {@link #leave} was not called for each {@link #enter} if the last one
   * failed. The first call starts the clocks: most events need no limits.
   */
  void begin() {
    if (!started) {
      started = true;
      startCpu = THREADS.getCurrentThreadCpuTime();
      startAllocated = THREADS.getCurrentThreadAllocatedBytes();
      checkAt = System.nanoTime() + CPU_NANOS;
    }
    depth = 0;
  }

  void enter() {
    depth++;
    if (depth > DEPTH) {
      throw new JException("the expression nests deeper than " + DEPTH + " levels", -1);
    }
    check();
  }

  void leave() {
    depth--;
  }

  /** Throws if the event has used its CPU time or memory. */
  void check() {
    if (THREADS.getCurrentThreadAllocatedBytes() - startAllocated > ALLOCATED_BYTES) {
      throw new BudgetExceededException(
          "the event needs more than " + (ALLOCATED_BYTES >> 20) + " MB of memory");
    }
    checkTime();
  }

  /** Throws if the event has used its CPU time. */
  void checkTime() {
    long now = System.nanoTime();
    if (now - checkAt < 0) {
      return;
    }
    // The thread may have waited for a core or for the garbage collector meanwhile.
    long left = CPU_NANOS - (THREADS.getCurrentThreadCpuTime() - startCpu);
    if (left <= 0) {
      throw new BudgetExceededException(
          "the event needs more than " + CPU_TIME.toMillis() + " ms of CPU time");
    }
    checkAt = now + left;
  }

  /** Not a JException, so that the library does not handle it. */
  static final class BudgetExceededException extends RuntimeException {
    BudgetExceededException(String message) {
      super(message, null, false, false);
    }
  }
}
