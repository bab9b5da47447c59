package io.cmaclip.streams.drift;

import io.cmaclip.model.prediction.ModelIdentity;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.profile.TaskProfile;
import io.cmaclip.model.profile.ValidationProfile;
import io.cmaclip.streams.meters.MeterTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects drift: compares windows of predictions with the validation profile of the served model,
 * per task and measure. Raises an alarm once when the index rises above its threshold, and clears
 * it once.
 *
 * <p>For any thread: stream threads report predictions concurrently.
 */
public final class DriftWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);
  private static final int SHOWN = 3;

  private final DriftSettings settings;
  private final LongSupplier nanos;
  private final MultiGauge gauge;

  /** Windows by task. */
  private volatile Map<String, List<Window>> windows = Map.of();

  /**
   * @param registry not owned
   * @param nanos clock such as {@link System#nanoTime}
   */
  public DriftWatch(DriftSettings settings, MeterRegistry registry, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    this.gauge =
        MultiGauge.builder(MeterTable.DRIFT.name())
            .description(MeterTable.DRIFT.meaning())
            .register(registry);
  }

  /**
   * Starts new windows for a model.
   *
   * @param profile null if the bundle has none; drift is then not detected
   */
  public void serves(ModelIdentity model, ValidationProfile profile) {
    Map<String, List<Window>> fresh = new LinkedHashMap<>();
    if (profile == null) {
      LOG.info(
          "drift detection is off: {} {} has no validation profile (./cmaclip profile adds one)",
          model.name(),
          model.version());
    } else {
      profile.tasks().forEach(task -> fresh.put(task.task(), windows(task)));
      warnIfChanceRaisesAlarms(fresh.values().stream().flatMap(List::stream).toList());
    }
    gauge.register(
        fresh.values().stream().flatMap(Collection::stream).map(DriftWatch::row).toList(), true);
    windows = fresh;
  }

  /** Counts the prediction of one listing. */
  public void answered(Prediction prediction) {
    Map<String, List<Window>> watched = windows;
    if (watched.isEmpty()) {
      return;
    }
    long now = nanos.getAsLong();
    for (TaskPrediction answer : prediction.tasks()) {
      for (Window window : watched.getOrDefault(answer.task(), List.of())) {
        window.add(answer, prediction.state(), now).ifPresent(reading -> log(window, reading));
      }
    }
  }

  private List<Window> windows(TaskProfile task) {
    List<Window> fresh = new ArrayList<>();
    task.binnings().forEach(binning -> fresh.add(new Window(task.task(), binning, settings)));
    return fresh;
  }

  private static MultiGauge.Row<?> row(Window window) {
    return MultiGauge.Row.of(
        Tags.of("task", window.task(), "measure", window.measure().tag()), window, Window::index);
  }

  private void warnIfChanceRaisesAlarms(List<Window> all) {
    Window worst =
        all.stream()
            .max(Comparator.comparingDouble(window -> window.chance() - window.alarm()))
            .orElseThrow();
    if (worst.chance() > worst.alarm()) {
      LOG.warn(
          "drift of {}, {}: a window of {} answers may reach {} by chance, above the alarm"
              + " threshold {}. Use larger windows or a profile of more listings.",
          worst.task(),
          worst.measure().tag(),
          settings.minimum(),
          rounded(worst.chance()),
          worst.alarm());
    }
  }

  private static void log(Window window, Window.Reading reading) {
    String what = "drift of {}, {}: index {} over {} answers";
    String task = window.task();
    String measure = window.measure().tag();
    String index = rounded(reading.shift().index());
    switch (reading.change()) {
      case RAISED ->
          LOG.warn(
              what + " is above {}; largest changes: {}",
              task,
              measure,
              index,
              reading.answers(),
              window.alarm(),
              reading.shift().most(SHOWN));
      case CLEARED ->
          LOG.info(
              what + " is no longer above {}",
              task,
              measure,
              index,
              reading.answers(),
              window.alarm());
      case NONE -> LOG.debug(what, task, measure, index, reading.answers());
    }
  }

  private static String rounded(double index) {
    return String.format(Locale.ROOT, "%.3f", index);
  }
}
