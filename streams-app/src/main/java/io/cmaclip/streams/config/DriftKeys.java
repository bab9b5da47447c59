package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.drift.DriftSettings;
import java.time.Duration;

/** Settings of drift detection. */
public final class DriftKeys {
  static final Section SECTION = new Section("Drift");

  private static final int LEAST = 50;
  private static final int MOST = 1_000_000;

  public static final ConfigKey<Integer> WINDOW =
      SECTION.key(
          "drift.window",
          ValueTypes.integer(LEAST, MOST, "answers"),
          DriftSettings.DEFAULT.window(),
          "Answers in one window. Each full window is compared with the bundle's validation"
              + " profile.",
          "Raise it if alarms come and go by chance. Lower it to detect a change sooner.");
  public static final ConfigKey<Integer> MINIMUM =
      SECTION.optional(
          "drift.minimum",
          ValueTypes.integer(LEAST, MOST, "answers"),
          "a quarter of drift.window",
          "Answers that a window needs to be compared at the age drift.longest-window.",
          "Raise it if alarms come only in quiet hours.");
  public static final ConfigKey<Duration> LONGEST =
      SECTION.key(
          "drift.longest-window",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          DriftSettings.DEFAULT.longest(),
          "Age at which a window is compared before it is full.",
          "Shorten it to detect a change of a slow stream sooner. Lengthen it if day and night"
              + " differ.");
  public static final ConfigKey<Double> ALARM =
      SECTION.key(
          "drift.alarm",
          ValueTypes.decimal(0.01, 10),
          DriftSettings.DEFAULT.alarm(),
          "Population stability index above which the confidence, image weight or labels of a task"
              + " raise an alarm.",
          "Raise it if alarms report known, harmless changes. `./cmaclip drift` shows which changes"
              + " a value detects.");
  public static final ConfigKey<Double> TASK_ALARM =
      SECTION.optional(
          "drift.alarm.<task>",
          ValueTypes.decimal(0.01, 10),
          "drift.alarm",
          "drift.alarm of one task.",
          "Raise it for a task that changes with the season.");

  private DriftKeys() {}

  static DriftSettings settings(ServiceConfig config) {
    int window = config.get(WINDOW);
    int minimum = config.find(MINIMUM).orElse(Math.max(1, window / 4));
    if (minimum > window) {
      throw new UsageException(
          "drift.minimum = %s: must be between %s and drift.window, %s (answers)"
              .formatted(minimum, LEAST, window));
    }
    return new DriftSettings(
        window, minimum, config.get(LONGEST), config.get(ALARM), config.family(TASK_ALARM));
  }
}
