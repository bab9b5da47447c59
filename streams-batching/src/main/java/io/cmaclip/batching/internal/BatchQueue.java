package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Queue of entries that wait for a call, oldest first. Entries of low priority are taken after all
 * others: they fill the rest of a batch. Thread-safe: any thread adds entries, batcher threads take
 * batches.
 */
public final class BatchQueue<E extends BatchQueue.Entry> {
  /** A queued entry. */
  @FunctionalInterface
  public interface Entry {
    /** Whether the result is no longer needed, so that the entry is skipped. */
    boolean isDone();

    /** Whether other entries are taken first. */
    default boolean isLow() {
      return false;
    }
  }

  private record Waiting<E>(E entry, long sinceNanos) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting<E>> waiting = new ArrayDeque<>();
  private final ArrayDeque<Waiting<E>> low = new ArrayDeque<>();
  private final int maxSize;
  private final long maxDelayNanos;
  private final LongConsumer waited;
  private boolean closed;

  /**
   * Creates an empty queue.
   *
   * @param waited receives the waiting time of each taken entry in nanoseconds
   */
  public BatchQueue(int maxSize, Duration maxDelay, LongConsumer waited) {
    this.maxSize = maxSize;
    this.maxDelayNanos = maxDelay.toNanos();
    this.waited = waited;
  }

  public void add(E entry) {
    Waiting<E> last = new Waiting<>(entry, System.nanoTime());
    lock.lock();
    try {
      (entry.isLow() ? low : waiting).addLast(last);
      int size = waiting.size() + low.size();
      if (waiting.size() == 1 || size == 1 || size % maxSize == 0) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns incomplete entries to the front of the queue; they are due immediately. */
  public void putBack(List<E> entries) {
    long due = System.nanoTime() - maxDelayNanos;
    lock.lock();
    try {
      for (int i = entries.size() - 1; i >= 0; i--) {
        E entry = entries.get(i);
        (entry.isLow() ? low : waiting).addFirst(new Waiting<>(entry, due));
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a batch is full or its oldest entry has waited for the maximum delay.
   *
   * @param runsAlone whether an entry must be the only one of its batch
   * @return 1 to maxSize entries; empty when the queue is closed
   */
  public List<E> take(Predicate<E> runsAlone) throws InterruptedException {
    List<E> batch = new ArrayList<>();
    lock.lock();
    try {
      while (!closed) {
        dropDone();
        if (waiting.isEmpty() && low.isEmpty()) {
          changed.await();
        } else if (nanosUntilDue() > 0) {
          changed.awaitNanos(nanosUntilDue());
        } else if (poll(batch, runsAlone)) {
          return batch;
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return waiting.size() + low.size();
    } finally {
      lock.unlock();
    }
  }

  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Moves up to one batch; returns false when no entry needs a result. */
  private boolean poll(List<E> batch, Predicate<E> runsAlone) {
    while (batch.size() < maxSize && !(waiting.isEmpty() && low.isEmpty())) {
      ArrayDeque<Waiting<E>> from = waiting.isEmpty() ? low : waiting;
      Waiting<E> next = from.peekFirst();
      E entry = next.entry();
      boolean alone = !entry.isDone() && runsAlone.test(entry);
      if (alone && !batch.isEmpty()) {
        break;
      }
      from.removeFirst();
      if (!entry.isDone()) {
        waited.accept(System.nanoTime() - next.sinceNanos());
        batch.add(entry);
      }
      if (alone) {
        break;
      }
    }
    if (!(waiting.isEmpty() && low.isEmpty())) {
      changed.signal();
    }
    return !batch.isEmpty();
  }

  private long nanosUntilDue() {
    if (waiting.size() + low.size() >= maxSize) {
      return 0;
    }
    long oldest =
        Stream.of(waiting, low)
            .filter(queue -> !queue.isEmpty())
            .mapToLong(queue -> queue.peekFirst().sinceNanos())
            .min()
            .orElseThrow();
    return oldest + maxDelayNanos - System.nanoTime();
  }

  private void dropDone() {
    dropDone(waiting);
    dropDone(low);
  }

  private void dropDone(ArrayDeque<Waiting<E>> queue) {
    while (!queue.isEmpty() && queue.peekFirst().entry().isDone()) {
      queue.removeFirst();
    }
  }
}
