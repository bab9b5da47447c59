package io.cmaclip.streams.drift;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * When answers are compared, and what is too far.
 *
 * @param window answers in a full window, at least 1
 * @param minimum answers in a window that ends because of its age, 1 to {@code window}
 * @param longest age at which a window ends, once it has the minimum
 * @param alarm index above which there is an alarm, above 0
 * @param alarms the same for single tasks
 */
public record DriftSettings(
    int window, int minimum, Duration longest, double alarm, Map<String, Double> alarms) {
  /** Two thousand answers, or five hundred in an hour; the rule of thumb of the index. */
  public static final DriftSettings DEFAULT =
      new DriftSettings(2000, 500, Duration.ofHours(1), 0.25, Map.of());

  public DriftSettings {
    Objects.requireNonNull(longest, "longest");
    alarms = Map.copyOf(alarms);
    if (minimum < 1 || minimum > window) {
      throw new IllegalArgumentException(
          "minimum = " + minimum + ": must be between 1 and the window, " + window);
    }
  }

  /** The index above which a task has an alarm. */
  public double alarm(String task) {
    return alarms.getOrDefault(task, alarm);
  }

  /**
   * Checks that every threshold is of a task.
   *
   * @param tasks those of the bundle
   * @throws UserException when a threshold is of none of them
   */
  public void check(Collection<String> tasks) {
    for (String task : new TreeMap<>(alarms).keySet()) {
      if (!tasks.contains(task)) {
        throw new UsageException(
            "drift.alarm." + task + ": the bundle has no such task; it has " + tasks);
      }
    }
  }
}
