package io.cmaclip.streams.batching;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Listings of all tasks that wait for a forward, oldest first. Any thread adds; predictor threads
 * take whole batches.
 */
final class BatchQueue {
  private record Waiting(BatchEntry entry, long sinceNanos) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final int maxSize;
  private final long maxDelayNanos;
  private final ForwardStatistics statistics;
  private boolean closed;

  BatchQueue(BatchingSettings settings) {
    this(settings, new ForwardStatistics());
  }

  BatchQueue(BatchingSettings settings, ForwardStatistics statistics) {
    this.statistics = statistics;
    this.maxSize = settings.maxSize();
    this.maxDelayNanos = settings.maxDelay().toNanos();
  }

  void add(BatchEntry entry) {
    Waiting last = new Waiting(entry, System.nanoTime());
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

  /** Entries that were taken and not answered go first again, and are due at once. */
  void putBack(List<BatchEntry> entries) {
    long due = System.nanoTime() - maxDelayNanos;
    lock.lock();
    try {
      for (int i = entries.size() - 1; i >= 0; i--) {
        waiting.addFirst(new Waiting(entries.get(i), due));
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a batch is full or its oldest entry has waited long enough. A suspect is a batch of
   * its own.
   *
   * @return 1 to maxSize entries, or none when the queue was closed
   */
  List<BatchEntry> take() throws InterruptedException {
    List<BatchEntry> batch = new ArrayList<>();
    lock.lock();
    try {
      while (!closed) {
        dropDiscarded();
        if (waiting.isEmpty()) {
          changed.await();
        } else if (nanosUntilDue() > 0) {
          changed.awaitNanos(nanosUntilDue());
        } else if (poll(batch)) {
          return batch;
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Moves up to one batch over; false when everything there was discarded. */
  private boolean poll(List<BatchEntry> batch) {
    while (batch.size() < maxSize && !waiting.isEmpty()) {
      Waiting next = waiting.peekFirst();
      BatchEntry entry = next.entry();
      boolean alone = !entry.isDiscarded() && entry.watched().isSuspect();
      if (alone && !batch.isEmpty()) {
        break;
      }
      waiting.removeFirst();
      if (!entry.isDiscarded()) {
        statistics.waited(System.nanoTime() - next.sinceNanos());
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

  private void dropDiscarded() {
    while (!waiting.isEmpty() && waiting.peekFirst().entry().isDiscarded()) {
      waiting.removeFirst();
    }
  }
}
