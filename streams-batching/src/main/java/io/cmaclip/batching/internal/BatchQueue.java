package io.cmaclip.batching.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Queue of entries that wait for a call, oldest first. Thread-safe: any thread adds entries,
 * batcher threads take batches.
 */
public final class BatchQueue<E extends BatchQueue.Entry> {
  /** A queued entry. */
  @FunctionalInterface
  public interface Entry {
    /** Whether the result is no longer needed, so that the entry is skipped. */
    boolean isDone();
  }

  private record Waiting<E>(E entry, long sinceNanos) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting<E>> waiting = new ArrayDeque<>();
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
      waiting.addLast(last);
      if (waiting.size() == 1 || waiting.size() % maxSize == 0) {
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
        waiting.addFirst(new Waiting<>(entries.get(i), due));
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
        if (waiting.isEmpty()) {
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
      return waiting.size();
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
    while (batch.size() < maxSize && !waiting.isEmpty()) {
      Waiting<E> next = waiting.peekFirst();
      E entry = next.entry();
      boolean alone = !entry.isDone() && runsAlone.test(entry);
      if (alone && !batch.isEmpty()) {
        break;
      }
      waiting.removeFirst();
      if (!entry.isDone()) {
        waited.accept(System.nanoTime() - next.sinceNanos());
        batch.add(entry);
      }
      if (alone) {
        break;
      }
    }
    if (!waiting.isEmpty()) {
      changed.signal();
    }
    return !batch.isEmpty();
  }

  private long nanosUntilDue() {
    return waiting.size() >= maxSize
        ? 0
        : waiting.peekFirst().sinceNanos() + maxDelayNanos - System.nanoTime();
  }

  private void dropDone() {
    while (!waiting.isEmpty() && waiting.peekFirst().entry().isDone()) {
      waiting.removeFirst();
    }
  }
}
