package io.cmaclip.streams.operations.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The readings of the last 15 minutes, oldest first. Thread-safe. */
public final class StatusSamples {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  static final Duration SPAN = Duration.ofMinutes(15);

  /** Number of intervals plus one. */
  static final int CAPACITY = (int) SPAN.dividedBy(INTERVAL) + 1;

  private final Deque<StatusReading> ring = new ArrayDeque<>(CAPACITY);

  /** Removes the oldest reading if the capacity is reached. */
  synchronized void add(StatusReading reading) {
    if (ring.size() == CAPACITY) {
      ring.removeFirst();
    }
    ring.addLast(reading);
  }

  synchronized List<StatusReading> all() {
    return List.copyOf(ring);
  }
}
