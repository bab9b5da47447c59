package io.cmaclip.batching.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A record between receipt and outputs. The stream thread creates it and takes its result or
 * discards it; another thread processes it and completes it once. The state is one atomic
 * reference, so completion and discard cannot interleave.
 *
 * @param <C> received content, released with the record
 * @param <R> result
 */
public class InFlightRecord<C, R> implements BatchQueue.Entry {
  private static final Runnable NOTHING = InFlightRecord::nothing;

  sealed interface State<C, R> {}

  /**
   * The record is being processed.
   *
   * @param atEnd runs on completion or discard
   */
  private record Active<C, R>(C content, Runnable atEnd) implements State<C, R> {}

  /** The record is completed and can be forwarded. */
  public record Finished<C, R>(C content, R result) implements State<C, R> {}

  /** The record was forwarded or discarded. */
  private record Gone<C, R>() implements State<C, R> {}

  private final long offset;
  private final long receivedNanos = System.nanoTime();
  private final ByteBudget budget;
  private final long ownBytes;
  private final AtomicLong reserved;
  private final AtomicReference<State<C, R>> state;

  /**
   * Creates a record and reserves its own bytes.
   *
   * @param offset in its partition
   * @param ownBytes size besides {@link #reserve}d bytes
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

  /** Time of receipt, by {@link System#nanoTime}. */
  public final long receivedNanos() {
    return receivedNanos;
  }

  /** Completes the record; see {@link io.cmaclip.batching.InFlight#complete}. */
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

  /** Whether the record is completed or gone. */
  @Override
  public final boolean isDone() {
    return !(state.get() instanceof Active);
  }

  /** Sets additional bytes; see {@link io.cmaclip.batching.InFlight#reserve}. */
  public final void reserve(long bytes) {
    if (isGone()) {
      return;
    }
    long now = ownBytes + bytes;
    budget.take(now - reserved.getAndSet(now));
    if (isGone()) {
      releaseBytes();
    }
  }

  /** Registers an action; see {@link io.cmaclip.batching.InFlight#onEnd}. */
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

  /** Returns content and result, or null unless the record is completed. */
  public final Finished<C, R> finished() {
    return state.get() instanceof Finished<C, R> finished ? finished : null;
  }

  /** Releases the record after its outputs are forwarded. */
  final void release() {
    state.set(new Gone<>());
    releaseBytes();
  }

  /** Releases the record; a later result is ignored. */
  final void discard() {
    State<C, R> before = state.getAndSet(new Gone<>());
    releaseBytes();
    if (before instanceof Active<C, R> active) {
      active.atEnd().run();
    }
  }

  final boolean isGone() {
    return state.get() instanceof Gone;
  }

  private void releaseBytes() {
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
