package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Back-pressure for {@code group.protocol=streams}, where Kafka Streams creates its consumer itself
 * and partitions cannot be paused: the stream thread waits before it accepts a record. All waits
 * between two commits are limited by an allowance, well within transaction and poll timeouts. After
 * that, records are accepted one by one; at twice the limits the stream thread fails instead of
 * running out of memory.
 */
public final class RoomWait {
  private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();

  private final InFlightPartitions inFlight;
  private final long allowanceNanos;

  /**
   * Creates the back-pressure of a task.
   *
   * @param allowance at most a third of {@code transaction.timeout.ms} and of {@code
   *     max.poll.interval.ms}; zero disables it, when partitions are paused instead
   */
  public RoomWait(InFlightPartitions inFlight, Duration allowance) {
    this.inFlight = inFlight;
    this.allowanceNanos = allowance.toNanos();
  }

  /**
   * Waits for room. Called by the stream thread before it adds a record.
   *
   * @param forwardFinished forwards completed records of this queue, which makes room
   * @throws IllegalStateException at twice the limits
   */
  public void awaitRoom(InFlightQueue<?> queue, Runnable forwardFinished) {
    if (allowanceNanos == 0) {
      return;
    }
    while (queue.isFull() && inFlight.waitedNanos() < allowanceNanos) {
      long start = System.nanoTime();
      LockSupport.parkNanos(STEP_NANOS);
      inFlight.addWaitedNanos(System.nanoTime() - start);
      forwardFinished.run();
    }
    if (queue.isOverfull()) {
      throw new IllegalStateException(
          "records in flight are at twice their limit; the batch function does not keep up");
    }
  }
}
