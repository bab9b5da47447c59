package io.cmaclip.streams.operations.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The readings of the last quarter of an hour, oldest first. For any thread. */
public final class StatusSamples {
  /** Between two readings. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** What is shown. */
  static final Duration SPAN = Duration.ofMinutes(15);

  /** One more than there are intervals. */
  static final int CAPACITY = (int) SPAN.dividedBy(INTERVAL) + 1;

  private final Deque<StatusReading> ring = new ArrayDeque<>(CAPACITY);

  /** Forgets the oldest reading when there is no room for another one. */
  synchronized void add(StatusReading reading) {
    if (ring.size() == CAPACITY) {
      ring.removeFirst();
    }
    ring.addLast(reading);
  }

  /** As they are now. */
  synchronized List<StatusReading> all() {
    return List.copyOf(ring);
  }
}
