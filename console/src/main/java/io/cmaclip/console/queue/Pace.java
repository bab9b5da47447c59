package io.cmaclip.console.queue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/** How fast reviewers decide: the times of the last hour's decisions. Confined by its owner. */
final class Pace {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** A shorter time says little about an hour. */
  private static final long SHORTEST = Duration.ofMinutes(5).toMillis();

  private final Map<String, Queue<Long>> times = new HashMap<>();

  void decided(String reviewer, long at) {
    times.computeIfAbsent(reviewer, name -> new PriorityQueue<>()).add(at);
  }

  void undone(String reviewer, long at) {
    Queue<Long> made = times.get(reviewer);
    if (made != null) {
      made.remove(at);
    }
  }

  /**
   * Adds the times of a reviewer's decisions, or of all if null, in the hour before {@code now}.
   */
  void addTo(List<Long> found, String reviewer, long now) {
    times.forEach(
        (name, made) -> {
          while (!made.isEmpty() && made.peek() < now - HOUR) {
            made.remove();
          }
          if (reviewer == null || reviewer.equals(name)) {
            found.addAll(made);
          }
        });
  }

  /** Decisions per hour, counted from the first of the times. */
  static double perHour(List<Long> times, long now) {
    long first = times.stream().mapToLong(Long::longValue).min().orElse(now);
    return times.size() * (double) HOUR / Math.max(SHORTEST, now - first);
  }
}
