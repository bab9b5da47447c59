package io.cmaclip.streams.models;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Queue of the shadow model, bounded in listings and bytes. Thread-safe. */
final class ShadowQueue {
  private final ArrayDeque<Seen> waiting = new ArrayDeque<>();
  private final int maxQueued;
  private final long maxBytes;
  private long bytes;
  private boolean closed;

  ShadowQueue(int maxQueued, long maxBytes) {
    this.maxQueued = maxQueued;
    this.maxBytes = maxBytes;
  }

  /** Never blocks; false if the queue is full or closed. */
  synchronized boolean offer(Seen seen) {
    if (closed || waiting.size() >= maxQueued || bytes + seen.sizeInBytes() > maxBytes) {
      return false;
    }
    waiting.addLast(seen);
    bytes += seen.sizeInBytes();
    notifyAll();
    return true;
  }

  /** Waits until the queue is not empty or is closed. */
  synchronized void awaitSome() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
  }

  /** Removes the oldest listings; empty after close. */
  synchronized List<Seen> take(int most) {
    List<Seen> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty() && !closed) {
      Seen seen = waiting.removeFirst();
      bytes -= seen.sizeInBytes();
      taken.add(seen);
    }
    return taken;
  }

  /** Waits until close, or until the time has passed. */
  synchronized void awaitClosed(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    for (long left = deadline - System.nanoTime();
        left > 0 && !closed;
        left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
