package io.cmaclip.streams.config;

import io.cmaclip.model.errors.UsageException;
import io.cmaclip.streams.drift.DriftSettings;
import java.time.Duration;

/** When the stream is compared with the validation profile of the bundle. */
public final class DriftKeys {
  static final Section SECTION = new Section("Drift");
  private static final int LEAST = 50;
  private static final int MOST = 1_000_000;

  public static final ConfigKey<Integer> WINDOW =
      SECTION.key(
          "drift.window",
          ValueTypes.integer(LEAST, MOST, "answers"),
          DriftSettings.DEFAULT.window(),
          "Answers that are compared with the bundle's validation profile at a time.",
          "Raise it when alarms come and go by chance; lower it to see a change sooner.");

  public static final ConfigKey<Integer> MINIMUM =
      SECTION.optional(
          "drift.minimum",
          ValueTypes.integer(LEAST, MOST, "answers"),
          "a quarter of drift.window",
          "Answers that an old window must have before it is compared.",
          "Raise it when alarms come in quiet hours only.");

  public static final ConfigKey<Duration> LONGEST =
      SECTION.key(
          "drift.longest-window",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          DriftSettings.DEFAULT.longest(),
          "Age from which a window that is not full is compared too.",
          "Shorten it to see a change of a slow stream sooner; lengthen it when day and night"
              + " differ.");

  public static final ConfigKey<Double> ALARM =
      SECTION.key(
          "drift.alarm",
          ValueTypes.decimal(0.01, 10),
          DriftSettings.DEFAULT.alarm(),
          "Population stability index above which a task's confidence, image weight or labels raise"
              + " an alarm.",
          "Raise it when alarms name what is known and harmless; ./cmaclip drift shows what a value"
              + " tells apart.");

  public static final ConfigKey<Double> TASK_ALARM =
      SECTION.optional(
          "drift.alarm.<task>",
          ValueTypes.decimal(0.01, 10),
          "drift.alarm",
          "The same for one task.",
          "Raise it for a task that follows the season.");

  private DriftKeys() {}

  static DriftSettings settings(ServiceConfig config) {
    int window = config.get(WINDOW);
    int minimum = config.find(MINIMUM).orElse(Math.max(1, window / 4));
    if (minimum > window) {
      throw new UsageException(
          "drift.minimum = %d: must be between %d and drift.window, %d (answers)"
              .formatted(minimum, LEAST, window));
    }
    return new DriftSettings(
        window, minimum, config.get(LONGEST), config.get(ALARM), config.family(TASK_ALARM));
  }
}
