package io.cmaclip.batching.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A record between its arrival and its outputs. The stream thread creates it, takes its result, or
 * discards it; any other thread may work on it and completes it once. Its state is one reference,
 * so that completing and discarding cannot miss each other.
 *
 * @param <C> what was received; dropped with the record
 * @param <R> what it is completed with
 */
public class InFlightRecord<C, R> implements BatchQueue.Entry {
  private static final Runnable NOTHING = InFlightRecord::nothing;

  /** Where the record stands. */
  sealed interface State<C, R> {}

  /**
   * Somebody works on it.
   *
   * @param atEnd runs when it is completed or discarded
   */
  private record Active<C, R>(C content, Runnable atEnd) implements State<C, R> {}

  /** It can be forwarded. */
  public record Finished<C, R>(C content, R result) implements State<C, R> {}

  /** It was forwarded or discarded. */
  private record Gone<C, R>() implements State<C, R> {}

  private final long offset;
  private final long receivedNanos = System.nanoTime();
  private final ByteBudget budget;
  private final long ownBytes;
  private final AtomicLong reserved;
  private final AtomicReference<State<C, R>> state;

  /**
   * Takes its own bytes from the budget.
   *
   * @param offset position in its partition
   * @param ownBytes what it takes up besides what is {@link #reserve}d
   */
  public InFlightRecord(long offset, C content, ByteBudget budget, long ownBytes) {
    this.offset = offset;
    this.budget = budget;
    this.ownBytes = ownBytes;
    this.reserved = new AtomicLong(ownBytes);
    this.state = new AtomicReference<>(new Active<>(content, NOTHING));
    budget.take(ownBytes);
  }

  final long offset() {
    return offset;
  }

  /** When it came, by {@link System#nanoTime}. */
  public final long receivedNanos() {
    return receivedNanos;
  }

  /** Completes it; see {@link io.cmaclip.batching.InFlight#complete}. */
  public final void complete(R result) {
    reserve(0);
    State<C, R> now = state.get();
    while (now instanceof Active<C, R> active) {
      if (state.compareAndSet(now, new Finished<>(active.content(), result))) {
        active.atEnd().run();
        return;
      }
      now = state.get();
    }
    if (now instanceof Finished) {
      throw new IllegalStateException("a record was completed twice");
    }
  }

  /** Whether it is completed or gone. */
  @Override
  public final boolean isDone() {
    return !(state.get() instanceof Active);
  }

  /** Sets what it takes up besides itself; see {@link io.cmaclip.batching.InFlight#reserve}. */
  public final void reserve(long bytes) {
    if (isGone()) {
      return;
    }
    long now = ownBytes + bytes;
    budget.take(now - reserved.getAndSet(now));
    if (isGone()) {
      giveBack();
    }
  }

  /** Adds something to run at the end; see {@link io.cmaclip.batching.InFlight#onEnd}. */
  public final void onEnd(Runnable action) {
    State<C, R> now = state.get();
    while (now instanceof Active<C, R> active) {
      if (state.compareAndSet(now, new Active<>(active.content(), both(active.atEnd(), action)))) {
        return;
      }
      now = state.get();
    }
    action.run();
  }

  /** What it was completed with, or null when it was not, or is gone. */
  public final Finished<C, R> finished() {
    return state.get() instanceof Finished<C, R> finished ? finished : null;
  }

  /** Its outputs have been forwarded. */
  final void release() {
    state.set(new Gone<>());
    giveBack();
  }

  /** Drops what it holds; a late result goes nowhere. */
  final void discard() {
    State<C, R> before = state.getAndSet(new Gone<>());
    giveBack();
    if (before instanceof Active<C, R> active) {
      active.atEnd().run();
    }
  }

  final boolean isGone() {
    return state.get() instanceof Gone;
  }

  private void giveBack() {
    budget.take(-reserved.getAndSet(0));
  }

  private static void nothing() {}

  private static Runnable both(Runnable first, Runnable second) {
    return first == NOTHING
        ? second
        : () -> {
          first.run();
          second.run();
        };
  }
}
