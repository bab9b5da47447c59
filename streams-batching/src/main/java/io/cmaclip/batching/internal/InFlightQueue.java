package io.cmaclip.batching.internal;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Records in flight of one partition, in the order received, from init to close of a task. Owned by
 * the stream thread, except {@link #level}, which is thread-safe.
 *
 * @param <Q> record in flight
 */
public final class InFlightQueue<Q extends InFlightRecord<?, ?>> {
  private final ArrayDeque<Q> records = new ArrayDeque<>();
  private final int maxRecords;
  private final ByteBudget budget;
  private final long maxBytes;
  private final boolean low;
  private boolean received;
  private boolean closed;
  private long frozen = Long.MAX_VALUE;
  private long newest;
  private volatile Level level = Level.EMPTY;

  /**
   * Fill level of a queue.
   *
   * @param offsetsHeld distance from the oldest record in flight to the newest received record
   * @param oldestNanos time of receipt of the oldest record, by {@link System#nanoTime}; only with
   *     records
   */
  record Level(int records, long offsetsHeld, long oldestNanos) {
    static final Level EMPTY = new Level(0, 0, 0);
  }

  /** Creates an empty queue that is full when all bytes are used. */
  public InFlightQueue(int maxRecords, ByteBudget budget) {
    this(maxRecords, budget, budget.maxBytes(), false);
  }

  /**
   * Creates an empty queue.
   *
   * @param maxBytes bytes in flight of all queues above which this one is full
   * @param low whether its partition is polled less often than others
   */
  public InFlightQueue(int maxRecords, ByteBudget budget, long maxBytes, boolean low) {
    this.maxRecords = maxRecords;
    this.budget = budget;
    this.maxBytes = maxBytes;
    this.low = low;
  }

  public void add(Q record) {
    received = true;
    records.add(record);
    newest = record.offset();
    measure();
  }

  /**
   * Returns the oldest record if it is completed, otherwise null. It stays in the queue until
   * {@link #remove}.
   */
  public Q peekFinished() {
    Q oldest = records.peek();
    return oldest != null && oldest.finished() != null ? oldest : null;
  }

  /** Removes the oldest record after all its outputs are forwarded. */
  public void remove() {
    records.remove().release();
    measure();
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }

  public int size() {
    return records.size();
  }

  /** Closes the queue and discards its records; later results are ignored. */
  public void discardAll() {
    if (!closed && !records.isEmpty()) {
      frozen = records.peek().offset();
    }
    closed = true;
    records.forEach(InFlightRecord::discard);
    records.clear();
    measure();
  }

  Level level() {
    return level;
  }

  /**
   * Whether the partition must not be polled. An empty queue is never full, so every partition
   * makes progress even when others use all bytes.
   */
  boolean isFull() {
    return records.size() >= maxRecords || (!records.isEmpty() && budget.usedBytes() >= maxBytes);
  }

  boolean isLow() {
    return low;
  }

  /** Whether the queue is at twice its limit. */
  boolean isOverfull() {
    return records.size() >= 2 * maxRecords
        || (!records.isEmpty() && budget.usedBytes() >= 2 * maxBytes);
  }

  /**
   * Returns the offset to commit instead of the proposed one: at most the offset of the oldest
   * record without forwarded outputs. Empty until the first record is received, because a revived
   * task still has the position from before its outputs were rolled back.
   */
  OptionalLong committable(long proposed) {
    if (!received) {
      return OptionalLong.empty();
    }
    long oldest = records.isEmpty() ? frozen : records.peek().offset();
    return OptionalLong.of(Math.min(proposed, oldest));
  }

  private void measure() {
    Q oldest = records.peek();
    level =
        oldest == null
            ? Level.EMPTY
            : new Level(records.size(), newest + 1 - oldest.offset(), oldest.receivedNanos());
  }
}
