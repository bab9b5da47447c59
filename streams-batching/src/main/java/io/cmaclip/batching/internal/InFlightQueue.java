package io.cmaclip.batching.internal;

import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Records of one partition in flight, in the order received, for one life of a task (from init to
 * close). Owned by the stream thread, except {@link #level}, which any thread may ask.
 *
 * @param <Q> what is in flight
 */
public final class InFlightQueue<Q extends InFlightRecord<?, ?>> {
  private final ArrayDeque<Q> records = new ArrayDeque<>();
  private final int maxRecords;
  private final ByteBudget budget;
  private boolean received;
  private boolean closed;
  private long frozen = Long.MAX_VALUE;
  private long newest;
  private volatile Level level = Level.EMPTY;

  /**
   * How full a queue is.
   *
   * @param offsetsHeld positions from the oldest record in flight to the newest received
   * @param oldestNanos when the oldest came, by {@link System#nanoTime}; only with records
   */
  record Level(int records, long offsetsHeld, long oldestNanos) {
    static final Level EMPTY = new Level(0, 0, 0);
  }

  public InFlightQueue(int maxRecords, ByteBudget budget) {
    this.maxRecords = maxRecords;
    this.budget = budget;
  }

  public void add(Q record) {
    received = true;
    records.add(record);
    newest = record.offset();
    measure();
  }

  /** The oldest record when it is finished, else null. It stays until {@link #remove}. */
  public Q peekFinished() {
    Q oldest = records.peek();
    return oldest != null && oldest.finished() != null ? oldest : null;
  }

  /** Removes the oldest record once all its outputs have been forwarded. */
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

  /** Ends this life: its records are dropped, and late results go nowhere. */
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
   * Whether the partition must not be polled now. A queue that is empty is never full, so that
   * every partition gets on even when others have used up the bytes.
   */
  boolean isFull() {
    return records.size() >= maxRecords || (!records.isEmpty() && budget.isExhausted());
  }

  /** Whether it holds twice what it may. */
  boolean isOverfull() {
    return records.size() >= 2 * maxRecords || (!records.isEmpty() && budget.isOverdrawn());
  }

  /**
   * The offset that may be committed instead of the one Kafka Streams proposes: at most that of the
   * oldest record whose outputs are not forwarded. Empty as long as this life has received nothing:
   * a revived task still carries the position it had before its outputs were rolled back.
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
