package io.cmaclip.console.queue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Waiting items with a reason, by age.
 *
 * @param reason code of the reason; an item with several counts for each
 * @param items up to an hour, a day, a week old, and older
 */
public record ReasonAges(String reason, List<Long> items) {
  private static final List<Duration> LIMITS =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

  /** Counts items. Used by one thread. */
  static final class Counter {
    private final Map<String, long[]> counts = new TreeMap<>();
    private final long now;

    Counter(long now) {
      this.now = now;
    }

    void add(String reason, long arrivedAt) {
      int age = 0;
      while (age < LIMITS.size() && now - arrivedAt > LIMITS.get(age).toMillis()) {
        age++;
      }
      counts.computeIfAbsent(reason, unknown -> new long[LIMITS.size() + 1])[age]++;
    }

    List<ReasonAges> all() {
      return counts.entrySet().stream()
          .map(
              count ->
                  new ReasonAges(count.getKey(), Arrays.stream(count.getValue()).boxed().toList()))
          .toList();
    }
  }
}
