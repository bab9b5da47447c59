package io.cmaclip.streams.drift;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.profile.Measure;
import io.cmaclip.model.profile.Shift;
import io.cmaclip.model.profile.TaskProfile.Binning;
import java.util.Arrays;
import java.util.Optional;

/**
 * Counts answers of one task by one measure. A window is compared and cleared when it is full, or
 * when it has reached its longest age with the minimum of answers. For any thread; a lock guards
 * the counts.
 */
final class Window {
  /** Effect of a comparison on the alarm. */
  enum Change {
    RAISED,
    CLEARED,
    NONE
  }

  /** The outcome of a comparison. */
  record Reading(Shift shift, long answers, Change change) {}

  private final String task;
  private final Binning binning;
  private final DriftSettings settings;
  private final long[] counts;
  private long answers;
  private long since;
  private boolean alarmed;
  private volatile double index = Double.NaN;

  Window(String task, Binning binning, DriftSettings settings) {
    this.task = task;
    this.binning = binning;
    this.settings = settings;
    this.counts = new long[binning.baseline().bins().size()];
  }

  /**
   * Counts an answer.
   *
   * @param now current time in nanoseconds
   * @return the comparison, if this answer ended the window
   */
  Optional<Reading> add(TaskPrediction answer, ModalityState state, long now) {
    int bin = binning.place().bin(answer, state);
    return bin < 0 ? Optional.empty() : add(bin, now);
  }

  private synchronized Optional<Reading> add(int bin, long now) {
    if (answers == 0) {
      since = now;
    }
    counts[bin]++;
    answers++;
    boolean old = now - since >= settings.longest().toNanos();
    return answers >= settings.window() || (old && answers >= settings.minimum())
        ? Optional.of(compare())
        : Optional.empty();
  }

  private Reading compare() {
    Shift shift = binning.baseline().against(counts);
    boolean above = shift.index() > alarm();
    Change change = above == alarmed ? Change.NONE : above ? Change.RAISED : Change.CLEARED;
    Reading reading = new Reading(shift, answers, change);
    index = shift.index();
    alarmed = above;
    answers = 0;
    Arrays.fill(counts, 0);
    return reading;
  }

  /** Index of the last window; NaN before the first comparison. */
  double index() {
    return index;
  }

  /** Alarm threshold of the index. */
  double alarm() {
    return settings.alarm(task);
  }

  /** Index that the smallest window may reach by chance. */
  double chance() {
    return binning.baseline().chance(settings.minimum());
  }

  String task() {
    return task;
  }

  Measure measure() {
    return binning.measure();
  }
}
