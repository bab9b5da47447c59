package io.cmaclip.trainer.stages;

import io.cmaclip.cli.ResidentSet;
import io.cmaclip.trainer.recipe.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Progress of a run as stored in a checkpoint.
 *
 * @param run identity of recipe, seed and data
 * @param loss sum over the steps of the unfinished epoch
 * @param best highest validation accuracy of the stage so far, -1 = none
 * @param bestEpoch epoch with that accuracy, from 1
 * @param history finished epochs
 * @param cpuSeconds CPU time so far, including resumed parts
 * @param wallSeconds wall time so far, including resumed parts
 */
record Progress(
    String run,
    Position position,
    LossValue loss,
    double best,
    int bestEpoch,
    List<EpochRecord> history,
    double cpuSeconds,
    double wallSeconds) {
  Progress {
    history = List.copyOf(history);
  }

  static Progress start(String run) {
    return new Progress(run, Position.START, LossValue.ZERO, -1, 0, List.of(), 0, 0);
  }

  /** One more step of the optimizer. */
  Progress afterStep(LossValue step, Clock clock) {
    return at(position.nextBatch(), loss.plus(step), best, bestEpoch, history, clock);
  }

  /** One more epoch, with its record. */
  Progress afterEpoch(EpochRecord epoch, boolean better, Clock clock) {
    List<EpochRecord> longer = new ArrayList<>(history);
    longer.add(epoch);
    return at(
        position.nextEpoch(),
        LossValue.ZERO,
        better ? epoch.validation() : best,
        better ? epoch.epoch() : bestEpoch,
        longer,
        clock);
  }

  /** One more stage. */
  Progress afterStage(Clock clock) {
    return at(position.nextStage(), LossValue.ZERO, -1, 0, history, clock);
  }

  private Progress at(
      Position next,
      LossValue sum,
      double highest,
      int highestEpoch,
      List<EpochRecord> epochs,
      Clock clock) {
    return new Progress(
        run, next, sum, highest, highestEpoch, epochs, clock.cpuSeconds(), clock.wallSeconds());
  }

  /** Epoch, mean loss, last validation and memory in use, for the progress bar. */
  String note(Stage stage) {
    String text = "epoch " + Math.min(stage.epochs(), position.epoch() + 1) + "/" + stage.epochs();
    if (position.batch() > 0) {
      text += String.format(Locale.ROOT, "  loss %.3f", loss.total() / position.batch());
    }
    if (!history.isEmpty() && history.get(history.size() - 1).stage().equals(stage.name())) {
      double validation = history.get(history.size() - 1).validation();
      text += String.format(Locale.ROOT, "  validation %.4f", validation);
    }
    OptionalLong memory = ResidentSet.bytes();
    return memory.isEmpty()
        ? text
        : text + String.format(Locale.ROOT, "  %.1f GB", memory.getAsLong() / 1e9);
  }
}
