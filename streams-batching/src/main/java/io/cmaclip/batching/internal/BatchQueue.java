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
 * Entries of all tasks that wait for a call, oldest first. Any thread adds; batcher threads take
 * whole batches.
 */
public final class BatchQueue<E extends BatchQueue.Entry> {
  /** What waits. */
  @FunctionalInterface
  public interface Entry {
    /** Whether nobody waits for its result any more, so that it is passed over. */
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
   * An empty queue.
   *
   * @param waited is told of each entry taken how many nanoseconds it has waited
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

  /** Entries that were taken and not completed go first again, and are due at once. */
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
   * Waits until a batch is full or its oldest entry has waited long enough.
   *
   * @param runsAlone whether an entry is a batch of its own
   * @return 1 to maxSize entries, or none when the queue was closed
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

  /** Moves up to one batch over; false when nobody waited for anything there. */
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
