package io.cmaclip.streams.batching;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A record between its arrival and its outputs. The stream thread creates it, forwards it, or
 * discards it; any other thread may {@link #shrinkTo} or {@link #growTo} it and must {@link
 * #finish} it once.
 */
public abstract class InFlightRecord {
  private final long offset;
  private final long receivedNanos = System.nanoTime();
  private final ByteBudget budget;
  private final AtomicLong reserved;
  private volatile boolean finished;
  private volatile boolean discarded;

  /**
   * Takes the bytes from the budget.
   *
   * @param offset position in its partition
   * @param bytes the most it may take up on its way
   */
  protected InFlightRecord(long offset, ByteBudget budget, long bytes) {
    this.offset = offset;
    this.budget = budget;
    this.reserved = new AtomicLong(bytes);
    budget.take(bytes);
  }

  public final long offset() {
    return offset;
  }

  /** When it came, by {@link System#nanoTime}. */
  public final long receivedNanos() {
    return receivedNanos;
  }

  /** Whether its outputs are known, so that it can be forwarded. */
  public final boolean isFinished() {
    return finished;
  }

  /** Whether its task was closed: nobody waits for it, and its data may be gone already. */
  public final boolean isDiscarded() {
    return discarded;
  }

  /** Gives back what turned out not to be needed. */
  protected final void shrinkTo(long bytes) {
    long before = reserved.getAndUpdate(now -> Math.min(now, bytes));
    if (before > bytes) {
      budget.giveBack(before - bytes);
    }
  }

  /** Takes what is needed after all; nothing once discarded. */
  protected final void growTo(long bytes) {
    long before = reserved.getAndUpdate(now -> Math.max(now, bytes));
    if (before < bytes) {
      budget.take(bytes - before);
    }
    if (discarded) {
      release();
    }
  }

  /** Publishes what was written to this record before; it may be forwarded from now on. */
  protected final void finish() {
    finished = true;
  }

  /** Drops the references to listing, pixels and tokens, whoever may still hold this record. */
  protected abstract void forget();

  final void release() {
    budget.giveBack(reserved.getAndSet(0));
  }

  final void discard() {
    discarded = true;
    forget();
    release();
  }
}
