package io.cmaclip.batching;

import io.cmaclip.batching.internal.BatchQueue;
import java.util.function.Function;

/**
 * An item in a batcher's queue or call. Releases the item when its record is done, because a
 * stalled function may hold the queue for long.
 */
final class BatchEntry<T, R> implements BatchQueue.Entry {
  /** State that is released at the end, behind one reference. */
  private record Work<T, O, R>(
      InFlight<O> record, T item, Function<? super R, ? extends O> resultOf) {
    void complete(R result) {
      record.complete(resultOf.apply(result));
    }
  }

  private final Priority priority;
  private volatile Work<T, ?, R> work;

  private BatchEntry(Work<T, ?, R> work, Priority priority) {
    this.work = work;
    this.priority = priority;
  }

  static <T, R, O> BatchEntry<T, R> of(
      InFlight<O> record, T item, Function<? super R, ? extends O> resultOf, Priority priority) {
    BatchEntry<T, R> entry = new BatchEntry<>(new Work<>(record, item, resultOf), priority);
    record.onEnd(() -> entry.work = null);
    return entry;
  }

  /** Null when the record is done. */
  T item() {
    Work<T, ?, R> now = work;
    return now == null ? null : now.item();
  }

  @Override
  public boolean isDone() {
    return work == null;
  }

  @Override
  public boolean isLow() {
    return priority == Priority.LOW;
  }

  void complete(R result) {
    Work<T, ?, R> now = work;
    if (now != null) {
      now.complete(result);
    }
  }
}
