package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Back-pressure where partitions cannot be held back from the poll, because Kafka Streams makes its
 * consumer itself ({@code group.protocol=streams}): the stream thread waits before it takes a
 * record in. All waits between two commits together last no longer than the allowance, which keeps
 * them well within transaction and poll time-outs; beyond it records are let in one by one, and at
 * twice the limits the stream thread fails rather than run out of memory.
 */
public final class RoomWait {
  private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();

  private final InFlightPartitions inFlight;
  private final long allowanceNanos;

  /**
   * A wait for all tasks of a client.
   *
   * @param allowance at most a third of {@code transaction.timeout.ms} and of {@code
   *     max.poll.interval.ms}; zero where partitions are held back from the poll, so that nothing
   *     needs to wait
   */
  public RoomWait(InFlightPartitions inFlight, Duration allowance) {
    this.inFlight = inFlight;
    this.allowanceNanos = allowance.toNanos();
  }

  /**
   * Waits for room. Called by the stream thread before it adds a record.
   *
   * @param forwardFinished forwards what is finished of this queue, which is what makes room
   * @throws IllegalStateException when there is twice as much in flight as there may be
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
          "twice as many records in flight as there may be; the batch function does not keep up");
    }
  }
}
