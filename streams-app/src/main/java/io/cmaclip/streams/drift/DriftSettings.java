package io.cmaclip.streams.drift;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Settings of drift detection.
 *
 * @param window answers in a full window, at least 1
 * @param minimum answers that a window needs to end by age, 1 to {@code window}
 * @param longest age at which a window with the minimum ends
 * @param alarm population stability index above which an alarm is raised, above 0
 * @param alarms {@code alarm} of single tasks
 */
public record DriftSettings(
    int window, int minimum, Duration longest, double alarm, Map<String, Double> alarms) {
  /** 0.25 is the usual threshold of the population stability index. */
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

  /** The alarm threshold of a task. */
  public double alarm(String task) {
    return alarms.getOrDefault(task, alarm);
  }

  /**
   * Checks that every threshold belongs to a task of the bundle.
   *
   * @param tasks tasks of the bundle
   * @throws UserException if a threshold names another task
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
