package io.cmaclip.streams.drift;

import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.profile.Measure;
import io.cmaclip.model.profile.Shift;
import io.cmaclip.model.profile.TaskProfile.Binning;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers of one task by one measure since the last comparison. A window is compared and emptied
 * when it is full, or old and full enough; without answers it stays as it is. For any thread: its
 * own lock is held while an answer is counted, and while the full window is compared.
 */
final class Window {
  /** What a comparison does to the alarm. */
  enum Change {
    RAISED,
    TAKEN_BACK,
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
   * @param now in nanoseconds
   * @return the comparison, when this answer was the last of its window
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
    Change change = above == alarmed ? Change.NONE : above ? Change.RAISED : Change.TAKEN_BACK;
    Reading reading = new Reading(shift, answers, change);
    index = shift.index();
    alarmed = above;
    answers = 0;
    Arrays.fill(counts, 0);
    return reading;
  }

  /** Of the last window; NaN before the first is full. */
  double index() {
    return index;
  }

  /** Threshold of the index. */
  double alarm() {
    return settings.alarm(task);
  }

  /** What the index of the smallest window may be by chance. */
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
